import type { Participant } from "../../protocol/room/participants.ts";
import type { ToPage } from "../../protocol/room/to-page.ts";
import type { VideoCodec } from "../../protocol/video-codecs.ts";

/** What everybody in the room decodes, as the room says it. */
export class Viewers {
  #decodes = new Map<string, readonly VideoCodec[]>();

  /** Of everybody but oneself. */
  others(selfId: string | null): (readonly VideoCodec[])[] {
    return [...this.#decodes].filter(([id]) => id !== selfId).map(([, decodes]) => decodes);
  }

  /** Starts over from a snapshot. */
  reset(participants: readonly Participant[]): void {
    this.#decodes = new Map(participants.map(({ id, decodes }) => [id, decodes]));
  }

  /** Follows a message of the room. Returns whether it may have changed who decodes what. */
  apply(message: ToPage): boolean {
    switch (message.type) {
      case "participant-joined":
        this.#decodes.set(message.participant.id, message.participant.decodes);
        return true;
      case "participant-changed":
        if (message.decodes === undefined) return false;
        this.#decodes.set(message.participantId, message.decodes);
        return true;
      case "participant-left":
        return this.#decodes.delete(message.participantId);
      case "snapshot":
        this.reset(message.participants);
        return true;
      default:
        return false;
    }
  }
}
