/** What went wrong, and what to do: the page's own sentences, and those of the server. */
export const ERRORS: Readonly<Record<string, string>> = {
  // capture
  microphone: "Mikrofon",
  camera: "Kamera",
  screen: "Bildschirm",
  "screen sound": "Bildschirmton",
  "This page may not use your {noun}": "Kein Zugriff auf: {noun}",
  "Browsers allow it on secure pages only. Open this address with https://.":
    "Browser erlauben das nur auf sicheren Seiten. Öffne diese Adresse mit https://.",
  "Your screen was not shared": "Dein Bildschirm wurde nicht geteilt",
  "Sharing was refused. Share again and choose a screen; on a Mac, allow screen recording for this browser in System Settings.":
    "Das Teilen wurde abgelehnt. Teile noch einmal und wähle einen Bildschirm; erlaube auf einem Mac diesem Browser in den Systemeinstellungen die Bildschirmaufnahme.",
  "Your {noun} is blocked": "Gesperrt: {noun}",
  "Allow the {noun} for this page with the icon beside the address, then try again.":
    "Erlaube es dieser Seite ({noun}) über das Symbol neben der Adresse, und versuch es dann noch einmal.",
  "There is no screen to share": "Es gibt keinen Bildschirm zu teilen",
  "Open what you want to show, then share again.": "Öffne, was du zeigen willst, und teile dann noch einmal.",
  "No {noun} was found": "Nicht gefunden: {noun}",
  "Plug one in, or choose another one, then try again.":
    "Schließ eines an oder wähle ein anderes Gerät, und versuch es dann noch einmal.",
  "Your {noun} is in use": "Wird schon benutzt: {noun}",
  "Another program holds the {noun}. Close it there, then try again.":
    "Ein anderes Programm benutzt es ({noun}). Beende es dort, und versuch es dann noch einmal.",
  "This browser cannot share a screen": "Dieser Browser kann keinen Bildschirm teilen",
  "This browser cannot use a {noun}": "Dieser Browser kann das nicht benutzen: {noun}",
  "Use a current Chrome, Edge, Firefox or Safari, for screens on a computer.":
    "Nimm ein aktuelles Chrome, Edge, Firefox oder Safari, für Bildschirme auf einem Computer.",
  "Your {noun} did not start": "Nicht gestartet: {noun}",
  "Try again. If it stays like this, restart the browser.":
    "Versuch es noch einmal. Wenn es so bleibt, starte den Browser neu.",
  // the end of a call
  "Join again": "Wieder beitreten",
  "Ask again": "Noch einmal fragen",
  "Use here": "Hier fortsetzen",
  Reload: "Neu laden",
  "You left the room": "Du hast den Raum verlassen",
  "The others can go on without you.": "Die anderen können ohne dich weitermachen.",
  "You are in this room in another tab": "Du bist in einem anderen Tab in diesem Raum",
  "The call goes on there. You can bring it back to this tab.":
    "Das Gespräch geht dort weiter. Du kannst es in diesen Tab zurückholen.",
  "You were removed from the room": "Du wurdest aus dem Raum entfernt",
  "Somebody who looks after this room took you out. You may come back, where the room lets you in.":
    "Jemand, der sich um diesen Raum kümmert, hat dich entfernt. Du darfst wiederkommen, wo der Raum es zulässt.",
  "The room was deleted": "Der Raum wurde gelöscht",
  "Its owner has deleted it, with its chat.": "Sein Besitzer hat ihn gelöscht, mit seinem Chat.",
  "The connection was lost": "Die Verbindung ging verloren",
  "The connection was lost.": "Die Verbindung ging verloren.",
  "It stayed away too long for your place to be kept. Check your network, then join again.":
    "Sie blieb zu lange weg, als dass dein Platz frei gehalten wurde. Prüfe dein Netz, und tritt dann wieder bei.",
  "A newer Nearcast is here": "Es gibt ein neueres Nearcast",
  "This room is full": "Dieser Raum ist voll",
  "This room is locked": "Dieser Raum ist gesperrt",
  "This room is for people with an account": "Dieser Raum ist für Leute mit Konto",
  "This room asks for a password": "Dieser Raum verlangt ein Passwort",
  "That is not the password": "Das ist nicht das Passwort",
  "You were banned from this room": "Du wurdest für diesen Raum gesperrt",
  "You were not let in": "Du wurdest nicht eingelassen",
  "Too many people wait at the door": "Zu viele warten auf Einlass",
  "There is no room here": "Hier gibt es keinen Raum",
  "You were away too long": "Du warst zu lange weg",
  "Your pass is no longer valid": "Dein Zugang gilt nicht mehr",
  "You are not allowed in here": "Du darfst hier nicht hinein",
  "That address is taken": "Diese Adresse ist vergeben",
  "That was too much at once": "Das war zu viel auf einmal",
  "No media server is free": "Kein Medienserver ist frei",
  "The database does not answer": "Die Datenbank antwortet nicht",
  "This page belongs to another site": "Diese Seite gehört zu einer anderen Website",
  "This page and the server do not match any more. Reload it, and you are back.":
    "Diese Seite passt nicht mehr zum Server. Lade sie neu, und du bist wieder da.",
  "Nobody has made this room yet, or it is not open to you. Check the link.":
    "Diesen Raum gibt es noch nicht, oder er ist für dich nicht offen. Prüfe den Link.",
  "Somebody else has a room at this address, and it is not open to you. Choose another address.":
    "Jemand anderes hat unter dieser Adresse einen Raum, und er ist für dich nicht offen. Wähle eine andere Adresse.",
  "Try again when somebody has left.": "Versuch es noch einmal, wenn jemand gegangen ist.",
  "Nobody new comes in for now. Ask somebody who is in it to unlock it, then try again.":
    "Gerade kommt niemand Neues herein. Bitte jemanden darin, ihn zu öffnen, und versuch es dann noch einmal.",
  "Sign in, then come back by the same link.": "Melde dich an, und komm dann über denselben Link wieder.",
  "Ask whoever invited you, then try again.":
    "Frag, wer dich eingeladen hat, und versuch es dann noch einmal.",
  "Check it, and try again. Capital letters count.":
    "Prüfe es, und versuch es noch einmal. Groß- und Kleinschreibung zählt.",
  "Somebody who looks after it took you out, and you cannot come back. Only they can change that.":
    "Jemand, der sich um ihn kümmert, hat dich entfernt, und du kannst nicht wiederkommen. Nur dort lässt sich das ändern.",
  "Whoever looks after this room did not let you in this time.":
    "Wer sich um diesen Raum kümmert, hat dich diesmal nicht eingelassen.",
  "Try again in a moment.": "Versuch es gleich noch einmal.",
  "Your place was given up while you were gone. Join again.":
    "Dein Platz wurde frei, während du weg warst. Tritt wieder bei.",
  "It was used or it expired. Join again to get a new one.":
    "Er wurde benutzt oder ist abgelaufen. Tritt wieder bei, dann bekommst du einen neuen.",
  "That did not work": "Das hat nicht geklappt",
  "This browser cannot carry a call": "Dieser Browser kann kein Gespräch führen",
  "Nearcast needs WebRTC. Use a current Chrome, Edge, Firefox or Safari.":
    "Nearcast braucht WebRTC. Nimm ein aktuelles Chrome, Edge, Firefox oder Safari.",
  "The call could not be loaded": "Das Gespräch konnte nicht geladen werden",
  "Check your network, then try again. If it stays like this, reload the page.":
    "Prüfe dein Netz, und versuch es dann noch einmal. Wenn es so bleibt, lade die Seite neu.",
  "Nearcast cannot be reached. Check your connection and try again.":
    "Nearcast ist nicht zu erreichen. Prüfe deine Verbindung, und versuch es noch einmal.",
  "That did not get through: the connection is being restored. Try again in a moment.":
    "Das kam nicht durch: Die Verbindung wird gerade wiederhergestellt. Versuch es gleich noch einmal.",
  "The browser did not open a window. Allow pop-ups for this page, then try again.":
    "Der Browser hat kein Fenster geöffnet. Erlaube Pop-ups für diese Seite, und versuch es dann noch einmal.",
  // of the server: frames and joining
  "That message is too large.": "Diese Nachricht ist zu groß.",
  "That message is not JSON.": "Diese Nachricht ist kein JSON.",
  "A frame is an array of messages, each an object with a type.":
    "Ein Frame ist eine Liste von Nachrichten, jede ein Objekt mit einem Typ.",
  "This server does not know that type of message.": "Dieser Server kennt diese Art von Nachricht nicht.",
  "A field of that message is missing or wrong.": "Ein Feld dieser Nachricht fehlt oder ist falsch.",
  "This page is older or newer than the server. Reload it.":
    "Diese Seite ist älter oder neuer als der Server. Lade sie neu.",
  "That was too much at once. Wait a moment and try again.":
    "Das war zu viel auf einmal. Warte einen Moment, und versuch es noch einmal.",
  "Join the room first.": "Tritt zuerst dem Raum bei.",
  "This connection has joined already.": "Diese Verbindung ist schon beigetreten.",
  "Your pass for this room is missing, expired or used. Reload the page.":
    "Dein Zugang zu diesem Raum fehlt, ist abgelaufen oder benutzt. Lade die Seite neu.",
  "You are not allowed to do that in this room.": "Das darfst du in diesem Raum nicht.",
  "This page belongs to another site.": "Diese Seite gehört zu einer anderen Website.",
  "There is no such room, or it is not open to you.":
    "Einen solchen Raum gibt es nicht, oder er ist für dich nicht offen.",
  "This room is full. Try again when somebody has left.":
    "Dieser Raum ist voll. Versuch es noch einmal, wenn jemand gegangen ist.",
  "This room is locked: nobody new comes in. Ask somebody in it to unlock it.":
    "Dieser Raum ist gesperrt: Niemand Neues kommt herein. Bitte jemanden darin, ihn zu öffnen.",
  "This room is for people with an account. Sign in, then come back.":
    "Dieser Raum ist für Leute mit Konto. Melde dich an, und komm dann wieder.",
  "This room asks for a password.": "Dieser Raum verlangt ein Passwort.",
  "That is not this room's password.": "Das ist nicht das Passwort dieses Raums.",
  "You were banned from this room.": "Du wurdest für diesen Raum gesperrt.",
  "You were not let in.": "Du wurdest nicht eingelassen.",
  "Too many people wait at this room's door. Try again in a moment.":
    "Zu viele warten auf Einlass. Versuch es gleich noch einmal.",
  "You were away too long. Join again.": "Du warst zu lange weg. Tritt wieder bei.",
  "That address is taken. Choose another one.": "Diese Adresse ist vergeben. Wähle eine andere.",
  // accounts and friends
  "Your sign-in has to be renewed.": "Deine Anmeldung muss erneuert werden.",
  "You are signed out. Sign in again.": "Du bist abgemeldet. Melde dich wieder an.",
  "The e-mail address or the password is wrong.": "Die E-Mail-Adresse oder das Passwort ist falsch.",
  "Accounts are made by a link that we e-mail to you. Reload this page.":
    "Konten werden über einen Link angelegt, den wir dir mailen. Lade diese Seite neu.",
  "That link was used before, or is too old. Ask for another one.":
    "Dieser Link wurde schon benutzt oder ist zu alt. Fordere einen neuen an.",
  "That is not your password.": "Das ist nicht dein Passwort.",
  "That e-mail address cannot be used. If it is yours, sign in with it.":
    "Diese E-Mail-Adresse geht nicht. Wenn es deine ist, melde dich damit an.",
  "You have a password already. Change that one.": "Du hast schon ein Passwort. Ändere dieses.",
  "That is no e-mail address.": "Das ist keine E-Mail-Adresse.",
  "That handle is taken. Choose another one.": "Dieses Kürzel ist vergeben. Wähle ein anderes.",
  "That is your own handle.": "Das ist dein eigenes Kürzel.",
  "That sign-in was begun too long ago, or in another browser. Try again.":
    "Diese Anmeldung wurde vor zu langer Zeit oder in einem anderen Browser begonnen. Versuch es noch einmal.",
  "Signing in there did not work. Try again, or sign in another way.":
    "Die Anmeldung dort hat nicht geklappt. Versuch es noch einmal, oder melde dich anders an.",
  "Somebody signs in by that account already. Sign in by it, or choose another one.":
    "Jemand meldet sich schon über dieses Konto an. Melde dich damit an, oder wähle ein anderes.",
  "That passkey is not known here. Try another one, or sign in another way.":
    "Dieser Passkey ist hier nicht bekannt. Versuch einen anderen, oder melde dich anders an.",
  "Without that, you could not sign in any more. Add another way first.":
    "Ohne das könntest du dich nicht mehr anmelden. Füge zuerst einen anderen Weg hinzu.",
  "You have asked as many people as one can ask at a time. Take a request back first.":
    "Du hast so viele gefragt, wie man zugleich fragen kann. Nimm zuerst eine Anfrage zurück.",
  "One of you has as many friends as one can have.":
    "Einer von euch hat so viele Freunde, wie man haben kann.",
  "That is not there any more: they may have taken it back.":
    "Das gibt es nicht mehr: Es wurde wohl zurückgenommen.",
  "You have blocked this person. End that first.": "Du hast diese Person blockiert. Hebe das zuerst auf.",
  // in the room
  "That person is not in the room.": "Diese Person ist nicht im Raum.",
  "That person's connection is lost. They may be back in a moment.":
    "Die Verbindung dieser Person ist weg. Vielleicht ist sie gleich wieder da.",
  "That microphone, camera or screen is not being shared.": "Das wird nicht geteilt.",
  "That is being shared already.": "Das wird schon geteilt.",
  "This room has as many bans as a room can have. End some first.":
    "Dieser Raum hat so viele Sperren, wie ein Raum haben kann. Hebe zuerst einige auf.",
  "This room has as many invitations as a room can have. Revoke some first.":
    "Dieser Raum hat so viele Einladungen, wie ein Raum haben kann. Widerrufe zuerst einige.",
  "You are sharing as much as one person can. Stop something first.":
    "Du teilst so viel, wie eine Person kann. Beende zuerst etwas.",
  "That message is not here any more, or too old to be changed.":
    "Diese Nachricht ist nicht mehr da oder zu alt, um geändert zu werden.",
  "You have changed that message elsewhere meanwhile.":
    "Du hast diese Nachricht inzwischen anderswo geändert.",
  "That message has as many reactions as a message can have.":
    "Diese Nachricht hat so viele Reaktionen, wie eine haben kann.",
  "This room carries as many streams as a room can. Try again when somebody has stopped one.":
    "Dieser Raum trägt so viele Übertragungen, wie ein Raum kann. Versuche es noch einmal, wenn jemand eine beendet hat.",
  "That file is too large.": "Diese Datei ist zu groß.",
  "Files cannot be sent in an encrypted room.":
    "In einem verschlüsselten Raum lassen sich keine Dateien senden.",
  "There are as many files as there can be. Send what you have attached, or delete some first.":
    "Es gibt so viele Dateien, wie es geben kann. Sende, was du angehängt hast, oder lösche zuerst einige.",
  "That file is not what it is said to be.": "Diese Datei ist nicht, was sie sein soll.",
  "That file is said to be a picture, and is none.": "Diese Datei soll ein Bild sein und ist keines.",
  "That file is longer or shorter than it was said to be. Attach it again.":
    "Diese Datei ist länger oder kürzer als angegeben. Hänge sie noch einmal an.",
  "That is no picture that a browser shows.": "Das ist kein Bild, das ein Browser zeigt.",
  "That file is not here. Attach it again.": "Diese Datei ist nicht da. Hänge sie noch einmal an.",
  "No media server is free right now. It connects by itself when one is.":
    "Gerade ist kein Medienserver frei. Es verbindet sich von selbst, sobald einer frei ist.",
  "The media server could not take that.": "Der Medienserver konnte das nicht annehmen.",
  // the fleet
  "There is no such media node right now.": "Diesen Medienknoten gibt es gerade nicht.",
  "This media node was removed. Start it anew.": "Dieser Medienknoten wurde entfernt. Starte ihn neu.",
  "That is not this fleet’s token.": "Das ist nicht das Token dieser Flotte.",
  // the rest
  "There is nothing at this address.": "Unter dieser Adresse ist nichts.",
  "That request is not understood.": "Diese Anfrage wird nicht verstanden.",
  "The database does not answer right now. Try again in a moment.":
    "Die Datenbank antwortet gerade nicht. Versuch es gleich noch einmal.",
  "Something went wrong on our side. Try again.": "Bei uns ist etwas schiefgegangen. Versuch es noch einmal.",
};
