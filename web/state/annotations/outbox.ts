import { LIMITS } from "../../../protocol/limits.ts";
import type { Mark } from "../../../protocol/room/annotations.ts";
import type { Stroke } from "./marks.ts";

/** A share's marks leave at most this often: 30 times a second, and the first one at once. */
const EVERY_MS = 33;

/** Gathers what one does on shares, and sends it in few messages without holding anything back for long. */
export class AnnotationOutbox {
  readonly #send: (producerId: string, marks: Mark[]) => void;
  readonly #waiting = new Map<string, readonly Mark[]>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(send: (producerId: string, marks: Mark[]) => void) {
    this.#send = send;
  }

  /** Sends a mark at once, or with others as soon as the last ones are gone for long enough. */
  add(producerId: string, mark: Mark): void {
    this.#waiting.set(producerId, joined(this.#waiting.get(producerId) ?? [], mark));
    if (this.#timer === null) this.#flush();
  }

  #flush(): void {
    this.#timer = null;
    if (this.#waiting.size === 0) return;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [producerId, marks] of waiting)
      for (const message of messagesOf(marks)) this.#send(producerId, message);
    this.#timer = setTimeout(() => this.#flush(), EVERY_MS);
  }
}

/** Marks with one more: of several places of a pointer the last one counts, and a stroke's parts are made one. */
export function joined(marks: readonly Mark[], mark: Mark): readonly Mark[] {
  if (mark.kind === "pointer") return [...marks.filter(({ kind }) => kind !== "pointer"), mark];
  const index = marks.findLastIndex(({ kind }) => kind !== "pointer");
  const last = marks[index];
  if (mark.kind !== "stroke" || last?.kind !== "stroke" || last.stroke !== mark.stroke)
    return [...marks, mark];
  const count = last.points.length / 2;
  const fits = count + mark.points.length / 2 <= LIMITS.pointsPerMark;
  if (mark.from !== last.from + count || !fits) return [...marks, mark];
  return marks.with(index, { ...last, points: [...last.points, ...mark.points] });
}

/** Strokes as marks that show them to somebody who has none of them. */
export function marksOfStrokes(strokes: readonly Stroke[]): Mark[] {
  return strokes.flatMap(({ id, points, kept }) => {
    const count = Math.ceil(points.length / 2 / LIMITS.pointsPerMark);
    return Array.from({ length: count }, (_, part): Mark => {
      const from = part * LIMITS.pointsPerMark;
      const some = points.slice(2 * from, 2 * (from + LIMITS.pointsPerMark));
      return { kind: "stroke", stroke: id, from, points: some, kept };
    });
  });
}

/** Marks in messages of as many as one may have. */
export function messagesOf(marks: readonly Mark[]): Mark[][] {
  const messages: Mark[][] = [];
  for (let from = 0; from < marks.length; from += LIMITS.marksPerMessage)
    messages.push(marks.slice(from, from + LIMITS.marksPerMessage));
  return messages;
}
