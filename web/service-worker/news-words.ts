/** What a notification says. */
const ENGLISH = {
  calls: (name: string) => `${name} is calling`,
  missed: (name: string) => `You missed a call from ${name}`,
  mentioned: (name: string, title: string) => `${name} mentioned you in ${title}`,
  tapToRead: "Open the room to read it.",
  tapToAnswer: "Open the room to answer.",
  tapToOpen: "Open the room in which you meet.",
};

const GERMAN: typeof ENGLISH = {
  calls: (name) => `${name} ruft an`,
  missed: (name) => `Du hast einen Anruf von ${name} verpasst`,
  mentioned: (name, title) => `${name} hat dich in ${title} erwähnt`,
  tapToRead: "Öffne den Raum, um es zu lesen.",
  tapToAnswer: "Öffne den Raum, um anzunehmen.",
  tapToOpen: "Öffne den Raum, in dem ihr euch trefft.",
};

/** What notifications say in a language. A service worker may not wait for a catalogue while it starts, so both are here. */
export function newsWords(language: "en" | "de"): typeof ENGLISH {
  return language === "de" ? GERMAN : ENGLISH;
}
