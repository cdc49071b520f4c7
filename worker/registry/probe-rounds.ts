import type { Probe } from "../../protocol/probes.ts";

/** How long a round is, in milliseconds. */
export const ROUND_MS = 5_000;

/** A node as one that probes, and as one that is probed. */
export interface ProbedNode {
  readonly id: string;
  /** Where it is reached, one of each family: IP addresses or names. */
  readonly addresses: readonly string[];
  /** Where it answers ICE checks; nowhere while it has no worker. */
  readonly probe?: Probe | undefined;
}

/** The round of a time in milliseconds since 1970: in each, every node probes one other at most, and is probed by one at most. */
export function roundAt(now: number): number {
  return Math.floor(now / ROUND_MS);
}

/**
 * Whom a node probes in a round; null where that is nobody. The nodes are a ring, by name. Everybody looks equally far around it, and one
 * farther in each round: so each node is probed once in a round, by all others in turn, and everybody probes all others.
 */
export function targetIn<N extends ProbedNode>(
  round: number,
  proberId: string,
  nodes: Iterable<N>,
): N | null {
  const ring = [...nodes].sort((a, b) => (a.id < b.id ? -1 : 1));
  const place = ring.findIndex(({ id }) => id === proberId);
  const prober = ring[place];
  if (prober === undefined || ring.length < 2) return null;
  const target = ring[(place + 1 + (round % (ring.length - 1))) % ring.length];
  return target && canProbe(prober, target) ? target : null;
}

/**
 * Whether a node can say anything of another one's media: that has a UDP candidate of a family that it has itself. What a name stands
 * for is not known here; who is asked and finds no way there says nothing.
 */
export function canProbe(prober: ProbedNode, target: ProbedNode): boolean {
  const families = new Set(prober.addresses.map(familyOf));
  return (target.probe?.iceCandidates ?? []).some(
    ({ protocol, address }) =>
      protocol === "udp" &&
      (families.has(familyOf(address)) || familyOf(address) === "name" || families.has("name")),
  );
}

function familyOf(address: string): "ipv4" | "ipv6" | "name" {
  if (address.includes(":")) return "ipv6";
  return /^[\d.]+$/.test(address) ? "ipv4" : "name";
}
