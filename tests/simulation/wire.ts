import type { Clock } from "./clock.ts";
import type { Random } from "./random.ts";

/** How badly the network behaves. All are probabilities per frame. */
export interface Weather {
  /** The connection goes dark: this frame and all later ones are lost, and some time later both ends see it closed. */
  dark: number;
  /** The frame overtakes the one before it. */
  overtake: number;
}

interface End {
  receive(frame: string): void;
  closed(reason: string): void;
}

/** One WebSocket between the edge and a page or a node: frames take time, and are lost when the connection dies. */
export class Wire {
  readonly id: string;
  open = true;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #weather: Weather;
  readonly #ends: { edge: End; peer: End };
  readonly #busyUntil = { edge: 0, peer: 0 };
  #dark = false;

  constructor(
    id: string,
    world: { clock: Clock; random: Random; weather: Weather },
    ends: { edge: End; peer: End },
  ) {
    this.id = id;
    this.#clock = world.clock;
    this.#random = world.random;
    this.#weather = world.weather;
    this.#ends = ends;
  }

  /** Sends a frame to one end. One that is `ordered` overtakes none: a socket keeps the order, and no number guards it. */
  send(to: "edge" | "peer", frame: string, ordered = false): void {
    if (!this.open) return;
    if (this.#random.chance(this.#weather.dark)) this.#goDark();
    if (this.#dark) return;
    const overtakes = this.#random.chance(this.#weather.overtake) && !ordered;
    const arrival = this.#clock.now + this.#random.between(1, 120);
    const at = overtakes ? arrival : Math.max(arrival, this.#busyUntil[to]);
    this.#busyUntil[to] = Math.max(at, this.#busyUntil[to]);
    this.#clock.after(at - this.#clock.now, () => {
      if (this.open && !this.#dark) this.#ends[to].receive(frame);
    });
  }

  /** Closes from one end: the other hears of it a little later, after what was sent before. */
  close(by: "edge" | "peer", reason: string): void {
    if (!this.open) return;
    const other = by === "edge" ? "peer" : "edge";
    const delay = Math.max(this.#busyUntil[other] - this.#clock.now, 0) + this.#random.between(1, 60);
    this.#clock.after(delay, () => {
      if (!this.open) return;
      this.open = false;
      this.#ends[other].closed(reason);
      this.#ends[by].closed(reason);
    });
  }

  /** Cuts the connection at once, for both ends. */
  cut(): void {
    if (!this.open) return;
    this.open = false;
    this.#ends.edge.closed("cut");
    this.#ends.peer.closed("cut");
  }

  #goDark(): void {
    this.#dark = true;
    this.#clock.after(this.#random.between(500, 12_000), () => this.cut());
  }
}
