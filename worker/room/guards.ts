import type { ToRoom } from "../../protocol/room/to-room.ts";
import type { NamedMessages } from "./chat.ts";
import { ChatFlood } from "./chat-flood.ts";
import { type Heard, PageGuard } from "./page-guard.ts";
import type { RoomState } from "./state.ts";

/** What stands between the pages of a room and the room: a guard for each socket, and what is counted for all of them together. */
export class Guards {
  readonly #pages = new Map<string, PageGuard>();
  readonly #flood = new ChatFlood();

  /** Reads a frame that came at `now` (milliseconds since 1970). */
  hear(socket: string, frame: string | ArrayBuffer, now: number): Heard {
    const guard = this.#pages.get(socket) ?? new PageGuard();
    this.#pages.set(socket, guard);
    return guard.hear(frame, now);
  }

  /** That socket is no more. */
  forget(socket: string): void {
    this.#pages.delete(socket);
  }

  /**
   * After how many milliseconds somebody in the room may say that; null: at once. What is stored already, and is sent again because
   * its answer was lost, costs nothing.
   */
  waitFor(
    { participants }: RoomState,
    participantId: string,
    message: ToRoom,
    named: NamedMessages,
    now: number,
  ): number | null {
    const sender = participants.get(participantId);
    const isNew = message.type === "chat" && named[message.messageId] === undefined;
    if (!sender || !(isNew || message.type === "edit-chat")) return null;
    return this.#flood.count(sender.userId, participants.size, now);
  }
}
