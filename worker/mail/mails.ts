import type { MailLanguage } from "../../protocol/mails.ts";

/** What somebody may be written: by a link in it they make their account, choose another password, or say that an address is theirs. */
export type MailKind = "new-account" | "new-password" | "confirmation";

interface Mail {
  readonly subject: string;
  readonly text: string;
}

const SUBJECTS: Readonly<Record<MailLanguage, Readonly<Record<MailKind, string>>>> = {
  en: {
    "new-account": "Your Nearcast account",
    "new-password": "A new password for Nearcast",
    confirmation: "Confirm your e-mail address for Nearcast",
  },
  de: {
    "new-account": "Dein Konto bei Nearcast",
    "new-password": "Ein neues Passwort für Nearcast",
    confirmation: "Bestätige deine E-Mail-Adresse für Nearcast",
  },
};

const OPENINGS: Readonly<Record<MailLanguage, Readonly<Record<MailKind, string>>>> = {
  en: {
    "new-account": "Open this link to choose a password; then your account is made:",
    "new-password":
      "There is an account with this address. Open this link to choose another password for it; you can still sign in with the old one until then:",
    confirmation:
      "Open this link in the browser in which you are signed in, to sign in with this address from now on:",
  },
  de: {
    "new-account": "Öffne diesen Link, um ein Passwort zu wählen; dann ist dein Konto angelegt:",
    "new-password":
      "Zu dieser Adresse gibt es ein Konto. Öffne diesen Link, um ein anderes Passwort dafür zu wählen; bis dahin gilt das alte:",
    confirmation:
      "Öffne diesen Link in dem Browser, in dem du angemeldet bist, um dich künftig mit dieser Adresse anzumelden:",
  },
};

const ENDINGS: Readonly<Record<MailLanguage, string>> = {
  en: "It works once, within an hour. If you did not ask for this e-mail, you need not do anything: without the link nothing changes.",
  de: "Er gilt einmal und eine Stunde lang. Wenn du diese E-Mail nicht angefordert hast, brauchst du nichts zu tun: Ohne den Link ändert sich nichts.",
};

/** A mail, in plain text. Nothing in it was written by anybody else: whoever asks for it cannot have us send their words. */
export function mailOf(kind: MailKind, language: MailLanguage, link: string): Mail {
  return {
    subject: SUBJECTS[language][kind],
    text: `${OPENINGS[language][kind]}\n\n${link}\n\n${ENDINGS[language]}\n`,
  };
}
