import { LIMITS } from "../../protocol/limits.ts";
import { type ChatMessage, isReactionFor } from "../../protocol/room/chat.ts";
import { isWithinBounds, withReaction } from "../../protocol/room/reactions.ts";
import type { ToRoom } from "../../protocol/room/to-room.ts";
import { isTextFor } from "../../protocol/text.ts";
import { filesOf, type NamedFiles } from "./files.ts";
import { mentionedHandles } from "./mentions.ts";
import type { Turn } from "./state.ts";
import { announce, answer, type From, refuse, type Sender } from "./turn.ts";

/** The messages that an input is about, by their ids, as they are stored. One that is not among them is unknown. */
export type NamedMessages = Readonly<Record<string, ChatMessage>>;

/** The ids of the messages that something said to the room is about. */
export function messagesNamedBy(message: ToRoom): readonly string[] {
  switch (message.type) {
    case "chat":
      return message.replyTo === undefined ? [message.messageId] : [message.messageId, message.replyTo];
    case "edit-chat":
    case "delete-chat":
    case "react-chat":
      return [message.messageId];
    default:
      return [];
  }
}

/** Gives a message its place in the room; sent again, it keeps the place that it has. */
export function chat(
  turn: Turn,
  sender: Sender,
  { messageId, text, files: fileIds = [], replyTo, id }: From<"chat">,
  { named, files: attached, now }: { named: NamedMessages; files: NamedFiles; now: number },
): void {
  const stored = named[messageId];
  if (stored) return answer(turn, sender.socket, id, { seq: stored.seq, at: stored.at });
  const files = filesOf(fileIds, attached, sender);
  if (files === null) return refuse(turn, sender.socket, id, "unknown_file");
  if (text === "" ? files.length === 0 : !fits(turn, text)) return refuseText(turn, sender, id);
  const quoted = replyTo === undefined ? undefined : named[replyTo];
  const message = {
    messageId,
    participantId: sender.id,
    authorId: sender.authorId,
    name: sender.name,
    text,
    files,
    at: now,
    version: turn.state.seq + 1,
    revision: 0,
    deleted: false,
    // A reply to what the room does not know any more is a message like others.
    replyTo: quoted ? { messageId: quoted.messageId, seq: quoted.seq, name: quoted.name } : null,
    reactions: [],
  };
  const seq = announce(turn, { type: "chat-message", ...message });
  turn.state = { ...turn.state, chat: [...turn.state.chat, { ...message, seq }].slice(-LIMITS.chatTail) };
  turn.written.push({ ...message, seq });
  answer(turn, sender.socket, id, { seq, at: now });
  const handles = mentionedHandles(text);
  if (handles.length > 0) {
    const { userId, name } = sender;
    turn.effects.push({ type: "tell-mentioned", handles, author: { userId, name }, messageId });
  }
}

/** Changes what one's own message says. */
export function editChat(
  turn: Turn,
  sender: Sender,
  { messageId, revision, text, id }: From<"edit-chat">,
  { named }: { named: NamedMessages },
): void {
  const stored = named[messageId];
  if (!stored || stored.deleted) return refuse(turn, sender.socket, id, "unknown_message");
  if (stored.authorId !== sender.authorId) return refuse(turn, sender.socket, id, "forbidden");
  if (!fits(turn, text)) return refuseText(turn, sender, id);
  if (revision === stored.revision && text === stored.text) return answer(turn, sender.socket, id, {});
  if (revision !== stored.revision + 1) return refuse(turn, sender.socket, id, "message_changed");
  const seq = announce(turn, { type: "chat-edited", messageId, text, revision });
  change(turn, { ...stored, text, revision, version: seq });
  answer(turn, sender.socket, id, {});
}

/** Takes a message away: nothing of what it said is kept. */
export function deleteChat(
  turn: Turn,
  sender: Sender,
  { messageId, id }: From<"delete-chat">,
  { named }: { named: NamedMessages },
): void {
  const stored = named[messageId];
  if (!stored) return refuse(turn, sender.socket, id, "unknown_message");
  if (stored.deleted) return answer(turn, sender.socket, id, {});
  const seq = announce(turn, { type: "chat-deleted", messageId, by: sender.id });
  change(turn, { ...stored, text: "", files: [], deleted: true, reactions: [], version: seq });
  answer(turn, sender.socket, id, {});
}

/** Adds a reaction to a message, or takes one's own away. */
export function reactChat(
  turn: Turn,
  sender: Sender,
  { messageId, reaction, on, id }: From<"react-chat">,
  { named }: { named: NamedMessages },
): void {
  const stored = named[messageId];
  if (!stored || stored.deleted) return refuse(turn, sender.socket, id, "unknown_message");
  if (!isReactionFor(roomOf(turn), reaction)) return refuse(turn, sender.socket, id, "bad_message");
  const { authorId, name } = sender;
  const reactions = withReaction(stored.reactions, { reaction, authorId, name, on });
  if (on && !isWithinBounds(reactions)) return refuse(turn, sender.socket, id, "too_many_reactions");
  if (reactions !== stored.reactions) {
    const seq = announce(turn, { type: "chat-reacted", messageId, reaction, authorId, name, on });
    change(turn, { ...stored, reactions, version: seq });
  }
  answer(turn, sender.socket, id, {});
}

/** Whoever is in the room may read what was written in it before; the pass says so. */
export function chatPass(turn: Turn, { socket, userId }: Sender, { id }: From<"chat-pass">): void {
  if (id) turn.effects.push({ type: "give-chat-pass", socket, request: id, userId });
}

/** A message that was stored before is now this. */
function change(turn: Turn, message: ChatMessage): void {
  const chat = turn.state.chat.map((known) => (known.messageId === message.messageId ? message : known));
  turn.state = { ...turn.state, chat };
  turn.written.push(message);
}

function roomOf(turn: Turn): { encrypted: boolean } {
  return { encrypted: turn.state.meta?.settings.encrypted ?? false };
}

function fits(turn: Turn, text: string): boolean {
  return isTextFor(roomOf(turn), text);
}

function refuseText(turn: Turn, { socket }: Sender, id: number | undefined): void {
  const expected = roomOf(turn).encrypted ? "to be encrypted" : "some, and not too much";
  refuse(turn, socket, id, "bad_message", `text: expected ${expected}`);
}
