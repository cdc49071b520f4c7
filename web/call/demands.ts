import { DemandFollower } from "./demand-follower.ts";

/** How large one of the page's own streams is wanted, in pixels; 0 × 0 where nobody wants it. */
export interface Demanded {
  readonly producerId: string;
  readonly width: number;
  readonly height: number;
}

/** One of the page's own streams: without a sender until the browser has made it. */
interface Sent {
  readonly producer: { readonly rtpSender?: RTCRtpSender | undefined } | null;
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
    const sender = this.#find(producerId)?.producer?.rtpSender;
    const wanted = this.#wanted.get(producerId);
    if (sender === undefined || wanted === undefined) return;
    const follower = this.#followers.get(producerId) ?? new DemandFollower(sender);
    this.#followers.set(producerId, follower);
    follower.follow(wanted);
  }

  /** Ends all that was under way. */
  close(): void {
    for (const producerId of [...this.#wanted.keys()]) this.#forget(producerId);
  }

  #forget(producerId: string): void {
    this.#wanted.delete(producerId);
    this.#followers.get(producerId)?.close();
    this.#followers.delete(producerId);
  }
}
