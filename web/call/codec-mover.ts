import { moveAfterMs } from "./codec-move.ts";
import { watchEncoder } from "./encoder-strain.ts";
import type { VideoPlan } from "./encodings.ts";
import { isAlike, type Planned, planChange } from "./plan-change.ts";
import type { Publication } from "./publication.ts";
import { planOf } from "./sending.ts";
import type { VideoPlanner } from "./video-planner.ts";

/** What a publication's owner does with a plan. */
export interface CodecMoverOwner {
  /** Begins to send it in another way; `settled` is called when that is done. */
  move(publication: Publication, plan: VideoPlan): void;
  /** Gives what is sent other limits, and goes on with it. */
  limit(publication: Publication, planned: Planned): void;
}

/** What is known of one publication from one look to the next. */
interface Watched {
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Ends the watch over its encoder. */
  stop: (() => void) | undefined;
}

/** Sees to it that each picture is sent in the codec that suits its viewers and this machine, and as its size wants it. */
export class CodecMover {
  readonly #planner: VideoPlanner;
  readonly #owner: CodecMoverOwner;
  readonly #watched = new Map<Publication, Watched>();

  constructor(planner: VideoPlanner, owner: CodecMoverOwner) {
    this.#planner = planner;
    this.#owner = owner;
  }

  /** The room has a publication in the way in which it is sent now. */
  settled(publication: Publication): void {
    this.forget(publication);
    const { plan, producer } = publication.current;
    if (plan === null) return;
    const sender = producer?.rtpSender;
    const strained = () => {
      publication.unfit.add(plan.codec);
      this.consider(publication);
    };
    const stop = sender === undefined ? undefined : watchEncoder(sender, strained);
    this.#watched.set(publication, { timer: undefined, stop });
    this.consider(publication);
  }

  /** Who watches has changed, what this machine can do, or the picture's size. */
  consider(publication: Publication): void {
    void this.#consider(publication).catch(() => undefined);
  }

  /** A publication ends, or is made anew. */
  forget(publication: Publication): void {
    const watched = this.#watched.get(publication);
    clearTimeout(watched?.timer);
    watched?.stop?.();
    this.#watched.delete(publication);
  }

  async #consider(publication: Publication): Promise<void> {
    const watched = this.#watched.get(publication);
    if (watched === undefined) return;
    clearTimeout(watched.timer);
    const plan = await planOf(publication, this.#planner);
    // Another look may have been taken meanwhile, and a move that is under way is looked at when it is done.
    if (this.#watched.get(publication) !== watched || publication.next !== null) return;
    const { plan: current, size: before } = publication.current;
    if (plan === null || current === null) return;
    clearTimeout(watched.timer);
    // Null of a camera, too: it is asked for in one size, whichever it is.
    const { size } = publication;
    if (plan.codec === current.codec && isScreen(publication)) {
      const change = planChange({ plan: current, size: before }, { plan, size });
      if (change === "producer") this.#owner.move(publication, plan);
      if (change === "limits")
        this.#owner.limit(publication, { plan, size: isAlike(before, size) ? before : size });
    }
    const { viewers } = this.#planner.audience;
    const isMisfit = publication.unfit.has(current.codec) || !isAlike(before, size);
    const afterMs = moveAfterMs(current.codec, plan.codec, viewers, isMisfit);
    if (afterMs === null) return;
    watched.timer = setTimeout(() => this.#owner.move(publication, plan), afterMs);
  }
}

function isScreen({ source }: Publication): boolean {
  return source === "screen";
}
