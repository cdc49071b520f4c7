import type { Source } from "../../protocol/room/producers.ts";
import type { ToRoom } from "../../protocol/room/to-room.ts";
import type { Answered, Body } from "./page.ts";
import type { Random } from "./random.ts";

/** What publishing needs of its page. */
interface Publisher {
  /** Whether it is in the room and has transports. */
  isReady(): boolean;
  /** The epoch of its transports. */
  mediaEpoch(): number;
  /** The producers that the room has of this page. */
  own(): string[];
  request(message: Body<ToRoom>, answered: Answered): void;
}

/** What one page publishes and wants to. */
export class PagePublishing {
  readonly #random: Random;
  readonly #page: Publisher;
  /** What the person wants to publish. */
  readonly #wanted = new Set<Source>();
  /** What is being published: producer id to its source. */
  readonly #publishing = new Map<string, Source>();
  readonly #unconfirmed = new Set<string>();
  /** The streams that producers carry. */
  readonly #streams = new Map<string, string>();

  constructor(random: Random, page: Publisher) {
    this.#random = random;
    this.#page = page;
  }

  /** The ids of its producers. */
  get producerIds(): string[] {
    return [...this.#publishing.keys()];
  }

  get wanted(): ReadonlySet<Source> {
    return this.#wanted;
  }

  want(source: Source): void {
    this.#wanted.add(source);
    this.publishWanted();
  }

  /** The person ends what they publish of a source. */
  end(source: Source): void {
    this.#wanted.delete(source);
    for (const [producerId, of] of this.#publishing) {
      if (of !== source) continue;
      this.#publishing.delete(producerId);
      this.#unpublish(producerId);
    }
  }

  publishWanted(): void {
    if (!this.#page.isReady()) return;
    const published = new Set(this.#publishing.values());
    for (const source of this.#wanted) if (!published.has(source)) this.#publishOne(source);
    // Its own, of which it does not know any more.
    for (const producerId of this.#page.own())
      if (!this.#publishing.has(producerId)) this.#unpublish(producerId);
  }

  /** Says again what was not answered, and publishes what is missing. */
  mend(): void {
    for (const [producerId, source] of this.#publishing)
      if (this.#unconfirmed.has(producerId)) this.#sendPublish(producerId, source);
    this.publishWanted();
  }

  /** Its transports are gone, and all that was on them. */
  forget(): void {
    this.#publishing.clear();
  }

  /** What the room has, it is sent in the new way beside the old; what it has not yet, in the new way alone. */
  move(): void {
    for (const [old, source] of [...this.#publishing]) {
      if (this.#unconfirmed.has(old)) this.#publishing.delete(old);
      else this.#publishOne(source, old);
    }
  }

  /** Another producer has taken the place of this one. */
  replaced(producerId: string): void {
    this.#publishing.delete(producerId);
  }

  /** The room has a producer no more, because somebody ended it or because it was lost. */
  removed(producerId: string, isEnded: boolean): void {
    const source = this.#publishing.get(producerId);
    if (source === undefined) return;
    this.#publishing.delete(producerId);
    if (isEnded) this.#wanted.delete(source);
    else this.publishWanted();
  }

  /** After a snapshot: what it publishes and the room does not know of, has ended. */
  compare(): void {
    const known = new Set(this.#page.own());
    for (const producerId of this.#publishing.keys())
      if (!known.has(producerId) && !this.#unconfirmed.has(producerId)) this.#publishing.delete(producerId);
  }

  #publishOne(source: Source, replaces?: string): void {
    const producerId = this.#random.uuid();
    this.#publishing.set(producerId, source);
    this.#unconfirmed.add(producerId);
    this.#sendPublish(producerId, source, replaces);
  }

  #unpublish(producerId: string): void {
    this.#page.request({ type: "unpublish", producerId }, () => {});
  }

  #sendPublish(producerId: string, source: Source, replaces?: string): void {
    const codecs = [{ mimeType: "video/VP8", clockRate: 90_000, payloadType: 101 }];
    const streamId = this.#streams.get(replaces ?? "") ?? producerId;
    this.#streams.set(producerId, streamId);
    const mediaEpoch = this.#page.mediaEpoch();
    const what = { source, paused: false, rtpParameters: { codecs }, mediaEpoch };
    this.#page.request(
      { type: "publish", producerId, streamId, ...what, ...(replaces === undefined ? {} : { replaces }) },
      (reply) => {
        this.#unconfirmed.delete(producerId);
        if ("error" in reply) this.#publishing.delete(producerId);
      },
    );
  }
}
