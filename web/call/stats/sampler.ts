import { type Figures, figuresOf } from "./figures.ts";
import { type Reading, readingOf } from "./reading.ts";
import { keyOf, type StatsSource } from "./stats-source.ts";

/** How a stream is now. */
export interface Sample {
  readonly key: string;
  readonly source: StatsSource;
  readonly figures: Figures;
}

/** What is sampled, how often, and who is told. */
export interface SamplerOptions {
  readonly everyMs: number;
  /** Asking the browser has its price: at most so many streams at a time, in turn. */
  readonly atOnce: number;
  sources(): readonly StatsSource[];
  /** Called once for each round, also where it found nothing. */
  sampled(samples: readonly Sample[]): void;
}

/** The part of the document that matters here. */
export type Visibility = Pick<Document, "visibilityState" | "addEventListener" | "removeEventListener">;

/** Reads the figures of all streams at intervals, while somebody can see them: a hidden page asks the browser nothing. */
export class Sampler {
  readonly #options: SamplerOptions;
  readonly #page: Visibility;
  #previous = new Map<string, Reading>();
  #next = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  /** Rises with every start and stop, so that a round that was under way is not told any more. */
  #turn = 0;

  constructor(options: SamplerOptions, page: Visibility = document) {
    this.#options = options;
    this.#page = page;
  }

  /** Begins with a round at once. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#page.addEventListener("visibilitychange", this.#follow);
    this.#follow();
  }

  /** Ends; may be started again. */
  stop(): void {
    this.#running = false;
    this.#page.removeEventListener("visibilitychange", this.#follow);
    this.#pause();
  }

  readonly #follow = (): void => {
    this.#pause();
    if (this.#page.visibilityState === "visible") void this.#round(this.#turn);
  };

  #pause(): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
    // A rate across a pause would say nothing of now.
    this.#previous.clear();
  }

  async #round(turn: number): Promise<void> {
    const startedAt = performance.now();
    const samples = await Promise.all(this.#takeTurn().map((source) => this.#sample(source)));
    if (turn !== this.#turn) return;
    this.#options.sampled(samples.filter((sample) => sample !== null));
    const rest = this.#options.everyMs - (performance.now() - startedAt);
    this.#timer = setTimeout(() => void this.#round(turn), Math.max(rest, 0));
  }

  /** The sources of this round; those that are left out come first in the next. */
  #takeTurn(): StatsSource[] {
    const sources = this.#options.sources();
    const there = new Set(sources.map(keyOf));
    for (const key of this.#previous.keys()) if (!there.has(key)) this.#previous.delete(key);
    const { atOnce } = this.#options;
    if (sources.length <= atOnce) return [...sources];
    const from = this.#next % sources.length;
    this.#next = from + atOnce;
    return [...sources.slice(from), ...sources.slice(0, from)].slice(0, atOnce);
  }

  async #sample(source: StatsSource): Promise<Sample | null> {
    const key = keyOf(source);
    try {
      const reading = readingOf(await source.getReport());
      const figures = figuresOf(this.#previous.get(key) ?? null, reading, source.direction);
      this.#previous.set(key, reading);
      return figures === null ? null : { key, source, figures };
    } catch {
      // It ended meanwhile.
      return null;
    }
  }
}
