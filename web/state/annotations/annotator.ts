import { signal } from "@preact/signals";
import { LIMITS } from "../../../protocol/limits.ts";
import type { Mark } from "../../../protocol/room/annotations.ts";
import type { Call } from "../../call/call.ts";
import { store } from "../call-store.ts";
import { onShare, shareKey, shareOf } from "./annotations.ts";
import { letMarksFade } from "./fade.ts";
import { type Stroke, withMarks } from "./marks.ts";
import { AnnotationOutbox, marksOfStrokes, messagesOf } from "./outbox.ts";
import { PacedMarks, type Replay } from "./paced-marks.ts";
import { shareNow } from "./shown.ts";

/** A place on a share: fractions of PICTURE_SPAN, across and down. */
export type Place = readonly [x: number, y: number];

/** What oneself points at and draws: shown here at once, and to the others. Null outside a call. */
export const annotator = signal<Annotator | null>(null);

/** Lets the person at this page point and draw in a call, and has marks fade, until the returned function is called. */
export function startAnnotating(call: Pick<Call, "annotate">): () => void {
  const started = new Annotator(call);
  annotator.value = started;
  const stopFading = letMarksFade();
  return () => {
    annotator.value = null;
    started.close();
    stopFading();
  };
}

/** Points and draws for the person at this page. */
export class Annotator {
  readonly #paced: PacedMarks;
  readonly #outbox: AnnotationOutbox;
  #lastStroke = 0;

  constructor(call: Pick<Call, "annotate">) {
    this.#paced = new PacedMarks(call);
    this.#outbox = new AnnotationOutbox((producerId, marks) => this.#paced.send(producerId, marks));
  }

  /** Nothing is shown again any more. */
  close(): void {
    this.#paced.reset();
  }

  /** Points at a place on a share; null is nowhere. One's own pointer is not shown here: the mouse is. */
  point(producerId: string, place: Place | null): void {
    this.#outbox.add(producerId, { kind: "pointer", at: place && [place[0], place[1]] });
  }

  /** Begins a stroke; returns how it goes on. */
  begin(producerId: string, kept: boolean): (places: readonly Place[]) => void {
    this.#lastStroke += 1;
    let stroke = this.#lastStroke;
    let from = 0;
    return (places) => {
      for (const place of places) {
        this.#do(producerId, { kind: "stroke", stroke, from, points: [...place], kept });
        from += 1;
        if (from < LIMITS.pointsPerStroke) continue;
        // A line that is too long for one stroke goes on in another, from where it is.
        this.#lastStroke += 1;
        stroke = this.#lastStroke;
        this.#do(producerId, { kind: "stroke", stroke, from: 0, points: [...place], kept });
        from = 1;
      }
      // Whose line it is, is written where it grows.
      const last = places.at(-1);
      if (last) this.point(producerId, last);
    };
  }

  /** Takes one's last stroke away, on this share or wherever it was. */
  undo(producerId?: string): void {
    const strokes = this.#ownStrokes().filter(
      (own) => producerId === undefined || own.producerId === producerId,
    );
    const last = strokes.toSorted((a, b) => a.stroke.id - b.stroke.id).at(-1);
    if (last) this.#do(last.producerId, { kind: "erase", stroke: last.stroke.id });
  }

  /** Clears a share of one's own marks, or of everybody's where one may. */
  clear(producerId: string, whose: "author" | "all"): void {
    this.#do(producerId, { kind: "clear", whose });
  }

  /**
   * Shows what one has drawn and keeps once more, as soon as the room takes it: to somebody who has just come, or, on a new
   * connection, to all, who may have missed some of it.
   */
  showAgain(to?: string): void {
    if (to === undefined) this.#paced.reset();
    for (const { producers, id } of store.view.peek().participants) {
      for (const { streamId } of producers.filter(({ source }) => source === "screen"))
        this.#paced.replay(`${shareKey(id, streamId)} ${to}`, () => replayOf(id, streamId, to));
    }
  }

  #do(producerId: string, mark: Mark): void {
    const share = shareOf(store.view.peek().participants, producerId);
    const selfId = store.selfId.peek();
    if (share === null || selfId === null) return;
    // The room would refuse it.
    if (!share.producer.drawing && share.owner.id !== selfId) return;
    store.annotations.value = onShare(store.annotations.peek(), share.key, (marks) =>
      withMarks(marks, selfId, [mark], Date.now()),
    );
    this.#outbox.add(producerId, mark);
  }

  #ownStrokes(): { producerId: string; stroke: Stroke }[] {
    const selfId = store.selfId.peek() ?? "";
    const annotations = store.annotations.peek();
    return store.view.peek().participants.flatMap(({ id, producers }) =>
      producers.flatMap((producer) => {
        const own = annotations.get(shareKey(id, producer.streamId))?.get(selfId);
        return (own?.strokes ?? []).map((stroke) => ({ producerId: producer.id, stroke }));
      }),
    );
  }
}

/** What oneself keeps on a share now; null where nobody is to see it any more. */
function replayOf(ownerId: string, streamId: string, to: string | undefined): Replay | null {
  const share = shareNow(ownerId, streamId);
  const selfId = store.selfId.peek();
  if (share === null || selfId === null || (!share.drawing && ownerId !== selfId)) return null;
  if (to !== undefined && !store.view.peek().participants.some(({ id }) => id === to)) return null;
  const own = store.annotations.peek().get(shareKey(ownerId, streamId))?.get(selfId);
  const marks = marksOfStrokes(own?.strokes.filter(({ kept }) => kept) ?? []);
  // What was taken away meanwhile should be gone there, too.
  const messages = messagesOf([{ kind: "clear", whose: "author" }, ...marks]);
  return { producerId: share.producerId, to, messages };
}
