import { MediaProbes } from "../media-probes.ts";
import type { ProbedNode } from "../probe-rounds.ts";

export const START = 1_800_000_000_000;
const BEAT_MS = 1_000;
/** An answer takes so long where there is none to report, and where there is one, in milliseconds. */
const UNANSWERED_MS = 2_000;
const ANSWERED_MS = 50;

/** A node that is reached by UDP at these addresses. */
export function probedNode(id: string, ...addresses: string[]): ProbedNode {
  const candidate = { foundation: "1", priority: 1, port: 44_400, protocol: "udp", type: "host" } as const;
  const iceParameters = { usernameFragment: id, password: "password" };
  const fingerprints = [{ algorithm: "sha-256" as const, value: Array(32).fill("AB").join(":") }];
  const iceCandidates = addresses.map((address) => ({ ...candidate, address, ip: address }));
  return { id, addresses, probe: { iceParameters, iceCandidates, dtlsParameters: { fingerprints } } };
}

export function probedNodes(count: number): ProbedNode[] {
  return Array.from({ length: count }, (_, index) => probedNode(`node-${index}`, `192.0.2.${index + 1}`));
}

/** What a node says of another at a time in milliseconds since the area began: undefined where it says nothing. */
type Says = (prober: string, target: string, ms: number) => boolean | undefined;

/** An area whose nodes beat and answer as a test says. */
export class ProbedArea {
  readonly probes = new MediaProbes();
  /** Who was asked about whom, and when, in milliseconds since the area began. */
  readonly asked: { prober: string; target: string; ms: number }[] = [];
  /** When each node was first found to be unreachable, and last, in the same. */
  readonly found = new Map<string, { first: number; last: number }>();
  #ms = 0;
  readonly #nodes: readonly ProbedNode[];
  readonly #due: { at: number; prober: string; target: string; reached: boolean }[] = [];

  constructor(nodes: readonly ProbedNode[]) {
    this.#nodes = nodes;
  }

  /** Lets time pass, in seconds. */
  pass(seconds: number, says: Says): this {
    for (const end = this.#ms + seconds * 1_000; this.#ms < end; this.#ms += BEAT_MS) {
      this.#answer();
      for (const { id } of this.#nodes) this.#beat(id, says);
    }
    this.#answer();
    return this;
  }

  #beat(prober: string, says: Says): void {
    const target = this.probes.next(prober, () => this.#nodes, START + this.#ms)?.id;
    if (target === undefined) return;
    this.asked.push({ prober, target, ms: this.#ms });
    const reached = says(prober, target, this.#ms);
    if (reached === undefined) return;
    this.#due.push({ at: this.#ms + (reached ? ANSWERED_MS : UNANSWERED_MS), prober, target, reached });
  }

  #answer(): void {
    this.#due.sort((a, b) => a.at - b.at);
    while ((this.#due[0]?.at ?? Number.POSITIVE_INFINITY) <= this.#ms) {
      const { at, ...answer } = this.#due.shift() ?? { at: 0, prober: "", target: "", reached: false };
      const unreachable = this.probes.answered(answer, this.#nodes, START + at);
      if (unreachable === null) throw new Error(`${answer.prober} was not asked about ${answer.target}`);
      for (const id of unreachable) this.found.set(id, { first: this.found.get(id)?.first ?? at, last: at });
    }
  }
}
