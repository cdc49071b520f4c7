/** A node that was lost without a word proves itself for so long after it is back, in milliseconds, */
const PROOF_MS = 10_000;
/** and for twice as long each further time within the last hour, up to this. */
const LONGEST_PROOF_MS = 10 * 60_000;
const LOSSES_KEPT_MS = 3600_000;
/** So many rooms have to say that it fails people: one of them may be wrong, or its people's network is. */
const REPORTS_NEEDED = 3;
/** What they say counts for so long, in milliseconds. */
const REPORTS_KEPT_MS = 5 * 60_000;
/** Whose media other nodes did not reach proves itself for so long after it is reached again, in milliseconds. */
const REACHED_PROOF_MS = 30_000;

interface Standing {
  /** When it was lost, in milliseconds since 1970. */
  losses: number[];
  /** When each room last said that it failed somebody. */
  readonly reports: Map<string, number>;
  /** When it was last known that other nodes do not reach its media; never unless they did not. */
  unreachableAt: number;
}

/**
 * What the nodes of one registry have done to be offered only where there is no other: a node that dies again and again is not to take people
 * along each time, nor one that beats while its media is dead, whether rooms say so or other nodes (`media-probes.ts`). It is in memory alone: who has forgotten gives everybody another chance.
 */
export class Standings {
  readonly #all = new Map<string, Standing>();

  /** A node has gone without a word, or is heard again that was cut off, at `now` (milliseconds since 1970). */
  lost(nodeId: string, now: number): void {
    const standing = this.#of(nodeId);
    standing.losses = [...standing.losses.filter((at) => at > now - LOSSES_KEPT_MS), now];
  }

  /** Whether a node has gone without a word. */
  hasLost(nodeId: string): boolean {
    return (this.#all.get(nodeId)?.losses.length ?? 0) > 0;
  }

  /** A room says that a node which beats does not reach somebody. */
  reported(nodeId: string, roomId: string, now: number): void {
    const { reports } = this.#of(nodeId);
    for (const [room, at] of reports) if (at <= now - REPORTS_KEPT_MS) reports.delete(room);
    reports.set(roomId, now);
  }

  /** Other nodes do not reach its media, at `now`. True where that is news. */
  unreachable(nodeId: string, now: number): boolean {
    const standing = this.#of(nodeId);
    const isNews = now >= standing.unreachableAt + REACHED_PROOF_MS;
    standing.unreachableAt = now;
    return isNews;
  }

  /** Whether other nodes do not reach its media at `now`, or have only just reached it again. */
  isUnreachable(nodeId: string, now: number): boolean {
    const { unreachableAt } = this.#all.get(nodeId) ?? { unreachableAt: Number.NEGATIVE_INFINITY };
    return now < unreachableAt + REACHED_PROOF_MS;
  }

  /** Whether a node's media is as good as dead at `now` (milliseconds since 1970), as far as others can say: nodes or rooms. */
  isFailing(nodeId: string, now: number): boolean {
    if (this.isUnreachable(nodeId, now)) return true;
    const reports = this.#all.get(nodeId)?.reports.values() ?? [];
    return [...reports].filter((at) => at > now - REPORTS_KEPT_MS).length >= REPORTS_NEEDED;
  }

  /** Whether a node that has been back since `registeredAt` has yet to prove itself at `now` (both in milliseconds since 1970). */
  isOnProbation(nodeId: string, registeredAt: number, now: number): boolean {
    const standing = this.#all.get(nodeId);
    if (standing === undefined) return false;
    if (this.isFailing(nodeId, now)) return true;
    const losses = standing.losses.filter((at) => at > now - LOSSES_KEPT_MS);
    // One that was cut off may have come back by the link that it had.
    const backAt = Math.max(registeredAt, ...losses);
    const proofMs = Math.min(PROOF_MS * 2 ** (losses.length - 1), LONGEST_PROOF_MS);
    return losses.length > 0 && now < backAt + proofMs;
  }

  #of(nodeId: string): Standing {
    const standing = this.#all.get(nodeId) ?? {
      losses: [],
      reports: new Map(),
      unreachableAt: Number.NEGATIVE_INFINITY,
    };
    this.#all.set(nodeId, standing);
    return standing;
  }
}
