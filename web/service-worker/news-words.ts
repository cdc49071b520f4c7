/** What a notification says. */
export const NEWS_WORDS = {
  calls: (name: string) => `${name} is calling`,
  missed: (name: string) => `You missed a call from ${name}`,
  mentioned: (name: string, title: string) => `${name} mentioned you in ${title}`,
  tapToRead: "Open the room to read it.",
  tapToAnswer: "Open the room to answer.",
  tapToOpen: "Open the room in which you meet.",
} as const;
