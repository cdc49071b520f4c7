import { FULL_SIZE } from "../../protocol/room/watching.ts";
import { DemandFollower } from "./demand-follower.ts";
import type { VideoPlan } from "./encodings.ts";

/** How large one of the page's own streams is wanted, in pixels; 0 × 0 where nobody wants it. */
export interface Demanded {
  readonly producerId: string;
  readonly width: number;
  readonly height: number;
}

/** One of the page's own streams: without a sender until the browser has made it. */
interface Sent {
  readonly producer: { readonly rtpSender?: RTCRtpSender | undefined } | null;
  readonly current: { readonly plan: VideoPlan | null };
}

/** What the room wants of the page's own pictures. What is sent by other ways than the node does not follow it. */
export class Demands {
  readonly #find: (producerId: string) => Sent | undefined;
  readonly #wanted = new Map<string, Demanded>();
  readonly #followers = new Map<string, DemandFollower>();

  /** @param find one of the page's own streams, by its producer; undefined where there is none any more */
  constructor(find: (producerId: string) => Sent | undefined) {
    this.#find = find;
  }

  hear(streams: readonly Demanded[]): void {
    for (const producerId of this.#wanted.keys()) if (!this.#find(producerId)) this.#forget(producerId);
    for (const stream of streams) {
      this.#wanted.set(stream.producerId, stream);
      this.apply(stream.producerId);
    }
  }

  /** The browser has made the producer's sender: what was said of it before counts from now on. */
  apply(producerId: string): void {
    const wanted = this.#wanted.get(producerId);
    if (wanted !== undefined) this.#follower(producerId)?.follow(wanted);
  }

  /** The producer's picture has other limits from now on, one for each encoding, in bit/s: its size at the source is another one. */
  limit(producerId: string, bitrates: readonly number[]): void {
    // Until its owner hears otherwise, a stream is wanted in full.
    if (!this.#wanted.has(producerId)) this.#wanted.set(producerId, { producerId, ...FULL_SIZE });
    this.#follower(producerId)?.limit(bitrates);
  }

  /** Ends all that was under way. */
  close(): void {
    for (const producerId of [...this.#wanted.keys()]) this.#forget(producerId);
  }

  #follower(producerId: string): DemandFollower | undefined {
    const sent = this.#find(producerId);
    const sender = sent?.producer?.rtpSender;
    const plan = sent?.current.plan;
    // Sound is sent to all.
    if (sender === undefined || !plan) return undefined;
    const degradation = plan.degradationPreference;
    const follower = this.#followers.get(producerId) ?? new DemandFollower(sender, { degradation });
    this.#followers.set(producerId, follower);
    return follower;
  }

  #forget(producerId: string): void {
    this.#wanted.delete(producerId);
    this.#followers.get(producerId)?.close();
    this.#followers.delete(producerId);
  }
}
