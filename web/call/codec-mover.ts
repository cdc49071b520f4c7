import { moveAfterMs } from "./codec-move.ts";
import { watchEncoder } from "./encoder-strain.ts";
import type { VideoPlan } from "./encodings.ts";
import type { Publication } from "./publication.ts";
import { planOf } from "./sending.ts";
import type { VideoPlanner } from "./video-planner.ts";

/** What is known of one publication's codec from one look to the next. */
interface Watched {
  timer: ReturnType<typeof setTimeout> | undefined;
  stopWatching: () => void;
}

/** Sees to it that each picture is sent in the codec that suits its viewers and this machine. */
export class CodecMover {
  readonly #planner: VideoPlanner;
  readonly #move: (publication: Publication, plan: VideoPlan) => void;
  readonly #watched = new Map<Publication, Watched>();

  /** @param move begins to send a publication in another way; `settled` is called when that is done */
  constructor(planner: VideoPlanner, move: (publication: Publication, plan: VideoPlan) => void) {
    this.#planner = planner;
    this.#move = move;
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
    const stopWatching = sender === undefined ? () => undefined : watchEncoder(sender, strained);
    this.#watched.set(publication, { timer: undefined, stopWatching });
    this.consider(publication);
  }

  /** Who watches has changed, or what this machine can do. */
  consider(publication: Publication): void {
    void this.#consider(publication).catch(() => undefined);
  }

  /** A publication ends, or is made anew. */
  forget(publication: Publication): void {
    const watched = this.#watched.get(publication);
    clearTimeout(watched?.timer);
    watched?.stopWatching();
    this.#watched.delete(publication);
  }

  async #consider(publication: Publication): Promise<void> {
    const watched = this.#watched.get(publication);
    if (watched === undefined) return;
    clearTimeout(watched.timer);
    const { plan: current } = publication.current;
    const plan = await planOf(publication, this.#planner);
    // Another look may have been taken meanwhile, and a move that is under way is looked at when it is done.
    if (this.#watched.get(publication) !== watched || publication.next !== null) return;
    if (plan === null || current === null) return;
    clearTimeout(watched.timer);
    const { viewers } = this.#planner.audience;
    const afterMs = moveAfterMs(current.codec, plan.codec, viewers, publication.unfit.has(current.codec));
    if (afterMs === null) return;
    watched.timer = setTimeout(() => this.#move(publication, plan), afterMs);
  }
}
