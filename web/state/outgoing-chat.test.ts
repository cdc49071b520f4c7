import { expect, it } from "vitest";
import type { ChatMessage } from "../../protocol/room/chat.ts";
import { messagesOf, openedChat } from "./outgoing-chat.ts";
import { chatMessage } from "./testing/chat-message.ts";

it("shows a message of one's own once, whether it is on its way or stored", () => {
  const stored = chatMessage({ messageId: "m1", seq: 1 });
  const sending = {
    messageId: "m2",
    text: "again",
    at: 6,
    state: "sending",
    files: [],
    replyTo: null,
  } as const;
  const self = { participantId: "ada", authorId: "a", name: "Ada" };
  const ids = (messages: readonly { messageId: string; state: string }[]) =>
    messages.map(({ messageId, state }) => `${messageId} ${state}`);
  expect(ids(messagesOf([stored], [sending], self))).toEqual(["m1 stored", "m2 sending"]);
  expect(ids(messagesOf([stored, { ...stored, messageId: "m2" }], [sending], self))).toEqual([
    "m1 stored",
    "m2 stored",
  ]);
});

it("shows of an encrypted chat what was opened, and says what cannot be", () => {
  const by = [{ authorId: "b", name: "Ben" }];
  const message = (messageId: string, change: Partial<ChatMessage> = {}) =>
    chatMessage({ messageId, text: "e2ee1.AAAA", ...change });
  const reactions = ["tag", "unknown"].map((reaction) => ({ reaction, by }));
  const chat = [message("m1", { reactions }), message("m2"), message("m3"), message("m4", { deleted: true })];
  const texts = new Map([
    ["m1", { revision: 0, text: "hello" }],
    ["m2", { revision: 0, text: null }],
  ]);
  const opened = openedChat(chat, { texts, reactions: new Map([["tag", "👍"]]) });
  expect(opened.map(({ messageId, text }) => [messageId, text])).toEqual([
    ["m1", "hello"],
    ["m2", "This message cannot be decrypted."],
    ["m4", "e2ee1.AAAA"],
  ]);
  expect(opened[0]?.reactions).toEqual([{ reaction: "👍", by }]);
});

it("knows one's own messages of former visits, and how one reacted oneself", () => {
  const self = { participantId: "now", authorId: "a", name: "Ada" };
  const by = [
    { authorId: "b", name: "Ben" },
    { authorId: "a", name: "Ada" },
  ];
  const reactions = [
    { reaction: "👍", by },
    { reaction: "🎉", by: by.slice(0, 1) },
    { reaction: "no reaction", by },
  ];
  const [own, other] = messagesOf(
    [
      chatMessage({ participantId: "then", authorId: "a", reactions }),
      chatMessage({ messageId: "m2", authorId: "b" }),
    ],
    [],
    self,
  );
  expect([own?.isOwn, other?.isOwn]).toEqual([true, false]);
  expect(own?.reactions).toEqual([
    { reaction: "👍", names: ["Ben", "Ada"], isOwn: true },
    { reaction: "🎉", names: ["Ben"], isOwn: false },
  ]);
});
