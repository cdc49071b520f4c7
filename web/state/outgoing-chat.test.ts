import { expect, it } from "vitest";
import { messagesOf, openedChat } from "./outgoing-chat.ts";

it("shows a message of one's own once, whether it is on its way or stored", () => {
  const stored = { seq: 1, messageId: "m1", participantId: "ada", name: "Ada", text: "hello", at: 5 };
  const sending = { messageId: "m2", text: "again", at: 6, state: "sending" } as const;
  const self = { id: "ada", name: "Ada" };
  const ids = (messages: readonly { messageId: string; state: string }[]) =>
    messages.map(({ messageId, state }) => `${messageId} ${state}`);
  expect(ids(messagesOf([stored], [sending], self))).toEqual(["m1 stored", "m2 sending"]);
  expect(ids(messagesOf([stored, { ...stored, messageId: "m2" }], [sending], self))).toEqual([
    "m1 stored",
    "m2 stored",
  ]);
});

it("shows of an encrypted chat what was opened, and says what cannot be", () => {
  const message = (messageId: string) => {
    return { seq: 1, messageId, participantId: "ada", name: "Ada", text: "e2ee1.AAAA", at: 5 };
  };
  const chat = [message("m1"), message("m2"), message("m3")];
  const texts = new Map([
    ["m1", "hello"],
    ["m2", null],
  ]);
  expect(openedChat(chat, texts).map(({ text }) => text)).toEqual([
    "hello",
    "This message cannot be decrypted.",
  ]);
});
