import type { Mark } from "../../../protocol/room/annotations.ts";
import type { Call } from "../../call/call.ts";
import { afterSending, fullAllowance, waitFor } from "./pace.ts";

/** What is shown again on a share, in messages, and to whom: all, where nobody is named. */
export interface Replay {
  readonly producerId: string;
  readonly to: string | undefined;
  readonly messages: readonly Mark[][];
}

/** Brings marks to the room: what a hand does at once, and what is shown again when the room takes all of it. */
export class PacedMarks {
  readonly #call: Pick<Call, "annotate">;
  readonly #replays = new Map<string, () => Replay | null>();
  #allowance = fullAllowance(performance.now());
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(call: Pick<Call, "annotate">) {
    this.#call = call;
  }

  /** Sends what a hand does now. */
  send(producerId: string, marks: Mark[]): void {
    this.#send({ producerId, to: undefined, messages: [marks] });
  }

  /** Shows something again, once for each `key`, in its turn; `make` is asked what there is by then. */
  replay(key: string, make: () => Replay | null): void {
    this.#replays.set(key, make);
    this.#goOn();
  }

  /** The page has a new connection: what waited for the former one is over. */
  reset(): void {
    clearTimeout(this.#timer);
    this.#replays.clear();
    this.#allowance = fullAllowance(performance.now());
  }

  #goOn(): void {
    clearTimeout(this.#timer);
    for (const [key, make] of this.#replays) {
      const replay = make();
      const wait = replay === null ? 0 : waitFor(this.#allowance, replay.messages, performance.now());
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#goOn(), wait);
        return;
      }
      this.#replays.delete(key);
      if (replay !== null) this.#send(replay);
    }
  }

  #send({ producerId, to, messages }: Replay): void {
    this.#allowance = afterSending(this.#allowance, messages, performance.now());
    for (const message of messages) this.#call.annotate(producerId, message, to);
  }
}
