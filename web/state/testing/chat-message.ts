import type { ChatMessage } from "../../../protocol/room/chat.ts";

/** A message that is like others in all that `change` does not say. */
export function chatMessage(change: Partial<ChatMessage>): ChatMessage {
  return {
    seq: 1,
    messageId: "m1",
    participantId: "ada",
    authorId: "a",
    name: "Ada",
    text: "hello",
    files: [],
    at: 5,
    version: 1,
    revision: 0,
    deleted: false,
    replyTo: null,
    reactions: [],
    ...change,
  };
}
