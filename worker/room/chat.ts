import { LIMITS } from "../../protocol/limits.ts";
import { may } from "../../protocol/room/permissions.ts";
import { isTextFor } from "../../protocol/text.ts";
import type { Turn } from "./state.ts";
import { announce, answer, type From, refuse, type Sender } from "./turn.ts";

/** Where a message was stored before, if it was. */
export interface StoredChat {
  seq: number;
  at: number;
}

/** Gives a message its place in the room; sent again, it keeps the place that it has. */
export function chat(
  turn: Turn,
  sender: Sender,
  { messageId, text, id }: From<"chat">,
  stored: StoredChat | null,
  now: number,
): void {
  if (stored) return answer(turn, sender.socket, id, stored);
  if (!may(sender.role, "chat")) return refuse(turn, sender.socket, id, "forbidden");
  const room = { encrypted: turn.state.meta?.encrypted ?? false };
  if (!isTextFor(room, text)) {
    const detail = room.encrypted ? "text: expected to be encrypted" : "text: expected to be shorter";
    return refuse(turn, sender.socket, id, "bad_message", detail);
  }
  const message = { messageId, participantId: sender.id, name: sender.name, text, at: now };
  const seq = announce(turn, { type: "chat-message", ...message });
  turn.state = { ...turn.state, chat: [...turn.state.chat, { ...message, seq }].slice(-LIMITS.chatTail) };
  answer(turn, sender.socket, id, { seq, at: now });
}

/** Whoever is in the room may read what was written in it; the pass says so to whom the room's storage is too short for. */
export function chatPass(turn: Turn, { socket, userId }: Sender, { id }: From<"chat-pass">): void {
  if (id) turn.effects.push({ type: "give-chat-pass", socket, request: id, userId });
}
