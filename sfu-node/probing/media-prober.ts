import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { LIMITS } from "../../protocol/limits.ts";
import type { Probe } from "../../protocol/probes.ts";
import type { Metrics } from "../metrics.ts";
import { within } from "../within.ts";
import { type CheckResult, IceChecks, type UdpAddress } from "./ice-checks.ts";

/** Another node has so long to answer, in milliseconds: less than the registry waits for what came of it. */
const PATIENCE_MS = 2_000;
const LOOKUP_LIMIT_MS = 1_000;

type Candidate = Probe["iceCandidates"][number];

/**
 * Sends ICE checks to other nodes, as the registry wants. One at a time and to one address of each family: whoever may say where a node
 * is could else have this one send datagrams to anybody.
 */
export class MediaProber {
  readonly #checks = new IceChecks();
  readonly #metrics: Metrics;
  #isBusy = false;

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  /**
   * The round trip to another node's media in milliseconds, to a tenth; null where nothing answers there; undefined where nothing can
   * be said, because there is no way from here, or it is being measured to another one. Never rejects.
   */
  async probe({ iceParameters, iceCandidates }: Probe): Promise<number | null | undefined> {
    if (this.#isBusy) return undefined;
    this.#isBusy = true;
    try {
      const results = await Promise.all(
        oneOfEach(iceCandidates).map(async (candidate): Promise<CheckResult> => {
          const address = await resolve(candidate);
          return address ? this.#checks.check(address, iceParameters, PATIENCE_MS) : "untried";
        }),
      );
      const outcome = outcomeOf(results);
      if (outcome !== undefined) this.#metrics.nodeProbed(outcome !== null);
      return outcome;
    } finally {
      this.#isBusy = false;
    }
  }

  /** Idempotent. */
  close(): void {
    this.#checks.close();
  }
}

/** The best of what came of checks to one node, as `probe` says it. */
export function outcomeOf(results: readonly CheckResult[]): number | null | undefined {
  const roundTrips = results.filter((result) => typeof result === "number");
  if (roundTrips.length > 0)
    return Math.min(LIMITS.roundTripMs, Math.round(Math.min(...roundTrips) * 10) / 10);
  return results.includes("unanswered") ? null : undefined;
}

/** The first UDP candidate of IPv4, of IPv6, and of those that are names. */
function oneOfEach(candidates: readonly Candidate[]): Candidate[] {
  const udp = candidates.filter(({ protocol }) => protocol === "udp");
  return [4, 6, 0].flatMap((family) => udp.find(({ address }) => isIP(address) === family) ?? []);
}

/** Undefined where a name stands for no address, or nobody says in time for which. */
async function resolve({ address, port }: Candidate): Promise<UdpAddress | undefined> {
  if (isIP(address) !== 0) return { address, port };
  const found = await within(lookup(address), LOOKUP_LIMIT_MS).catch(() => undefined);
  return found && { address: found.address, port };
}
