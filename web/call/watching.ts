import { LIMITS } from "../../protocol/limits.ts";
import { FULL_SIZE, type Size, type WatchedStream } from "../../protocol/room/watching.ts";
import type { Signal } from "./signal.ts";

/** How large, in device pixels, and how urgently a picture is shown; 0 × 0 where nobody sees it. */
export type ShownPicture = Omit<WatchedStream, "via">;

/** What the page shows, the whole of it, and the most that it wants to receive, in bit/s. */
export interface ShownList {
  readonly pictures: readonly ShownPicture[];
  readonly maxBitrate: number | null;
}

/** The room is told at most so often; what changes in between is told as it is at the end. */
const EVERY_MS = 200;

/** What the room takes of who has said nothing: that all is wanted. */
const NOTHING_SAID = textOf([], null);

/** Tells the room what the page shows: one message a turn, only what is new, and the last word always. */
export class Watching {
  readonly #signal: Signal;
  #list: ShownList | null = null;
  #direct: ReadonlySet<string> = new Set();
  /** What the room knows, as text: of who has said nothing, it takes that all is wanted. */
  #told = NOTHING_SAID;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #quietUntil = 0;
  #closed = false;
  #changed: () => void = () => {};

  constructor(signal: Signal) {
    this.#signal = signal;
  }

  /** This is shown from now on. */
  set(list: ShownList): void {
    this.#list = list;
    this.#schedule();
    this.#changed();
  }

  /** Has this called whenever something else is shown. */
  onChanged(changed: () => void): void {
    this.#changed = changed;
  }

  /** These producers come directly from their owners' pages from now on, and all others by the node. */
  setDirect(producerIds: ReadonlySet<string>): void {
    this.#direct = producerIds;
    this.#schedule();
  }

  /** How large a picture is wanted: 0 × 0 where it is there and nobody looks at it, in full until the page has said. */
  sizeOf(producerId: string): Size {
    return this.#list?.pictures.find((shown) => shown.producerId === producerId) ?? FULL_SIZE;
  }

  /** Whether the page wants to receive no more than so much. */
  get isCapped(): boolean {
    return this.#list !== null && this.#list.maxBitrate !== null;
  }

  /** In the room as somebody new, of whom it knows nothing yet. */
  startOver(): void {
    this.#told = NOTHING_SAID;
    this.#schedule();
  }

  /** The room may not know any more: it is told again. */
  tellAgain(): void {
    this.#told = "";
    this.#schedule();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#closed) return;
    const afterMs = Math.max(0, this.#quietUntil - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#tell();
    }, afterMs);
  }

  #tell(): void {
    // Without a socket nobody hears it: it is told again when there is one.
    if (this.#list === null || !this.#signal.ready) return;
    const { maxBitrate } = this.#list;
    const streams = streamsOf(this.#list.pictures, this.#direct);
    const text = textOf(streams, maxBitrate);
    if (text === this.#told) return;
    this.#told = text;
    this.#quietUntil = Date.now() + EVERY_MS;
    this.#signal.send({ type: "watch", streams, maxBitrate });
  }
}

function textOf(streams: readonly WatchedStream[], maxBitrate: number | null): string {
  return JSON.stringify({ streams, maxBitrate });
}

/** What is not in the list comes in full: where there are too many for it, what is hidden is in it first. */
function streamsOf(pictures: readonly ShownPicture[], direct: ReadonlySet<string>): WatchedStream[] {
  const bySize = [...pictures].sort((a, b) => a.width * a.height - b.width * b.height);
  return bySize
    .slice(0, LIMITS.watchedStreams)
    .map((picture) => ({ ...picture, via: direct.has(picture.producerId) ? "direct" : "node" }));
}
