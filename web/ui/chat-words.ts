import { locale } from "../language/language.ts";
import { t } from "../language/translate.ts";

const LIST = new Intl.ListFormat(locale, { type: "conjunction" });

/** What the chat says to people. */
export const CHAT_WORDS = {
  title: t("Chat"),
  conversation: t("Conversation"),
  empty: t("Nothing written yet. Everybody in the room can read what you write here."),
  viewersRead: t("Viewers can read the chat."),
  write: t("Message"),
  writeHint: t("Write a message"),
  send: t("Send"),
  save: t("Save"),
  you: t("You"),
  sending: t("Sending…"),
  notSent: t("Not sent."),
  tryAgain: t("Try again"),
  edited: t("edited"),
  deleted: t("This message was deleted."),
  earlier: t("An earlier message"),
  actions: t("Message actions"),
  react: t("React"),
  reply: t("Reply"),
  edit: t("Edit"),
  delete: t("Delete"),
  sureToDelete: t("Delete this message?"),
  cancel: t("Cancel"),
  editing: t("Editing your message"),
  stopEditing: t("Stop editing"),
  stopReplying: t("Do not reply"),
  olderLoading: t("Loading older messages…"),
  olderShow: t("Show older messages"),
  olderAway: t("Older messages cannot be reached right now."),
  notFound: t("That message cannot be reached right now."),
  search: t("Search the chat"),
  searchFor: t("Search for"),
  searchHint: t("Words in this room's chat"),
  searchNothing: t("Nothing found."),
  searchAway: t("The chat cannot be searched right now."),
  searchMore: t("Find more"),
  searchFound: (count: number, more: boolean) =>
    count === 1 && !more
      ? t("1 message found")
      : more
        ? t("{count} or more messages found", { count })
        : t("{count} messages found", { count }),
  newFromHere: t("New"),
  typing: (names: readonly string[]) =>
    names.length > 3
      ? t("Several people are writing…")
      : names.length === 1
        ? t("{name} is writing…", { name: names[0] ?? "" })
        : t("{names} are writing…", { names: LIST.format(names) }),
  seenBy: (names: readonly string[]) =>
    names.length > 3
      ? t("Seen by {names} and {count} others", {
          names: names.slice(0, 2).join(", "),
          count: names.length - 2,
        })
      : t("Seen by {names}", { names: LIST.format(names) }),
  replyingTo: (name: string) => t("Replying to {name}", { name }),
  inReplyTo: (name: string) => t("In reply to {name}", { name }),
  reactedBy: (reaction: string, names: readonly string[]) => `${reaction} ${names.join(", ")}`,
} as const;
