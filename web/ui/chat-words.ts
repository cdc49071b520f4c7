const LIST = new Intl.ListFormat("en", { type: "conjunction" });

/** What the chat says to people. */
export const CHAT_WORDS = {
  title: "Chat",
  conversation: "Conversation",
  empty: "Nothing written yet. Everybody in the room can read what you write here.",
  viewersRead: "Viewers can read the chat.",
  write: "Message",
  writeHint: "Write a message",
  send: "Send",
  save: "Save",
  you: "You",
  sending: "Sending…",
  notSent: "Not sent.",
  tryAgain: "Try again",
  edited: "edited",
  deleted: "This message was deleted.",
  earlier: "An earlier message",
  actions: "Message actions",
  react: "React",
  reply: "Reply",
  edit: "Edit",
  delete: "Delete",
  sureToDelete: "Delete this message?",
  cancel: "Cancel",
  editing: "Editing your message",
  stopEditing: "Stop editing",
  stopReplying: "Do not reply",
  olderLoading: "Loading older messages…",
  olderShow: "Show older messages",
  olderAway: "Older messages cannot be reached right now.",
  notFound: "That message cannot be reached right now.",
  search: "Search the chat",
  searchFor: "Search for",
  searchHint: "Words in this room's chat",
  searchNothing: "Nothing found.",
  searchAway: "The chat cannot be searched right now.",
  searchMore: "Find more",
  searchFound: (count: number, more: boolean) =>
    count === 1 && !more ? "1 message found" : `${count}${more ? " or more" : ""} messages found`,
  newFromHere: "New",
  typing: (names: readonly string[]) =>
    names.length > 3
      ? "Several people are writing…"
      : `${LIST.format(names)} ${names.length === 1 ? "is" : "are"} writing…`,
  seenBy: (names: readonly string[]) =>
    names.length > 3
      ? `Seen by ${names.slice(0, 2).join(", ")} and ${names.length - 2} others`
      : `Seen by ${LIST.format(names)}`,
  replyingTo: (name: string) => `Replying to ${name}`,
  inReplyTo: (name: string) => `In reply to ${name}`,
  reactedBy: (reaction: string, names: readonly string[]) => `${reaction} ${names.join(", ")}`,
} as const;
