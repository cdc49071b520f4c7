import type { Joined } from "../../protocol/room/join.ts";
import type { ToPage } from "../../protocol/room/to-page.ts";

/** How far this page has followed its room: what a resume tells, and what makes an event that comes twice count once. */
export class Position {
  readonly roomId: string;
  readonly #selfId: string;
  #epoch: number;
  #seq: number;
  #mediaEpoch: number;

  constructor(
    roomId: string,
    { participantId, snapshot, media }: Pick<Joined, "participantId" | "snapshot" | "media">,
  ) {
    this.roomId = roomId;
    this.#selfId = participantId;
    this.#epoch = snapshot.epoch;
    this.#seq = snapshot.seq;
    this.#mediaEpoch = media === null ? 0 : snapshot.epoch;
  }

  /** What a `resume` says. */
  get fields(): { epoch: number; seq: number; mediaEpoch: number } {
    return { epoch: this.#epoch, seq: this.#seq, mediaEpoch: this.#mediaEpoch };
  }

  /** The page's transports are of no more use. */
  giveUpMedia(): void {
    this.#mediaEpoch = 0;
  }

  /** Takes note of a message; false when it is an event that was handled before. */
  accept(message: ToPage): boolean {
    if (message.type === "snapshot") {
      this.#epoch = message.epoch;
      this.#seq = message.seq;
      return true;
    }
    if ("seq" in message) {
      if (message.seq <= this.#seq) return false;
      this.#seq = message.seq;
    }
    if (message.type === "offer") this.#epoch = this.#mediaEpoch = message.epoch;
    if (message.type === "media-lost" && message.participantIds.includes(this.#selfId)) this.#mediaEpoch = 0;
    return true;
  }
}
