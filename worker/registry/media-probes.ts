import { canProbe, type ProbedNode, ROUND_MS, roundAt, targetIn } from "./probe-rounds.ts";

/** What one node has found of another one. */
interface ProbeAnswer {
  readonly prober: string;
  readonly target: string;
  readonly reached: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Answers count for so long, in milliseconds: of an area of four nodes each asks each other one four times in it. */
const ANSWERS_KEPT_MS = 60_000;
/** So many nodes have to say that they do not reach another one, */
const WITNESSES_NEEDED = 2;
/** and where only one can ask it, that one so often in a row. */
const SOLE_WITNESS_TIMES = 3;

/**
 * Whether a node's media does not answer, by what the nodes of its area say of each other (`answers`, the oldest first). Two witnesses have
 * not reached it, and nobody has since.
 *
 * What a node says is worth no more than this, because any of them may lie or have been taken over, and what is at stake is that others are
 * passed over by those who choose a node:
 *
 * - One alone takes out nobody. Two who lie together can pass for witnesses against a third until somebody else reaches it; but they cannot
 *   choose whom they are asked about, and each is asked about the same node once in as many rounds as there are others.
 * - A witness has reached somebody else since: who reaches nobody has no way out itself. That such a node is cut off the others find out,
 *   who do not reach it either; where nobody reaches anybody, as between firewalls that let in pages alone, nobody is judged.
 * - A witness reaches at least as many as it does not. So liars have no more than half of an area to choose from; and of an area that has
 *   fallen apart the larger part judges the smaller one, if any.
 * - Where only one node can ask another, or none, so that one of another area is asked, there is nobody to contradict it. It is believed after three times in a row, if that one was ever
 *   reached: so it can be lied about, and what a liar gains is that rooms go to itself, or to another area. If each of the two says it of the other,
 *   one of them is right, and nobody can say which.
 * - Saying falsely that somebody was reached makes things no worse than without probes: people complain, and that is heard.
 *
 * @param askers how many nodes can ask it.
 * @param wasReached whether anybody has reached it since it came.
 */
function isUnreachable(
  target: string,
  answers: readonly ProbeAnswer[],
  { askers, wasReached }: { askers: number; wasReached: boolean },
): boolean {
  const about = answers.filter((answer) => answer.target === target);
  const failures = about.slice(about.findLastIndex(({ reached }) => reached) + 1);
  if (askers <= 1)
    return (
      wasReached &&
      failures.length >= SOLE_WITNESS_TIMES &&
      new Set(failures.map(({ prober }) => prober)).size === 1
    );
  const witnesses = failures.filter((failure) => isWitness(failure, answers)).map(({ prober }) => prober);
  return new Set(witnesses).size >= WITNESSES_NEEDED;
}

/** Whether what a node says of another, which it has not reached, is worth anything. */
function isWitness(failure: ProbeAnswer, answers: readonly ProbeAnswer[]): boolean {
  const own = answers.filter(({ prober }) => prober === failure.prober);
  const hasWayOut = own.slice(own.indexOf(failure) + 1).some(({ reached }) => reached);
  const latest = [...new Map(own.map(({ target, reached }) => [target, reached])).values()];
  return hasWayOut && latest.filter((reached) => reached).length * 2 >= latest.length;
}

/** What a node was asked, and when, in milliseconds since 1970. */
interface Asked {
  readonly target: string;
  readonly at: number;
  /** The node has gone, or answers elsewhere: what comes of it says nothing. */
  readonly isVoid: boolean;
}

/**
 * The media probes of one registry: which node is to probe which, and what came of it. It is told of every beat, so it needs no timer, and it
 * is in memory alone.
 */
export class MediaProbes {
  readonly #asked = new Map<string, Asked>();
  /** The last round in which each node's turn was. */
  readonly #rounds = new Map<string, number>();
  readonly #reached = new Set<string>();
  #answers: readonly ProbeAnswer[] = [];

  /** Whom a node that beats at `now` (milliseconds since 1970) is to probe; null where it is to probe nobody just now. */
  next<N extends ProbedNode>(proberId: string, nodes: () => Iterable<N>, now: number): N | null {
    const round = roundAt(now);
    if (this.#rounds.get(proberId) === round) return null;
    this.#rounds.set(proberId, round);
    const target = targetIn(round, proberId, nodes());
    if (target === null) this.#asked.delete(proberId);
    else this.#asked.set(proberId, { target: target.id, at: now, isVoid: false });
    return target;
  }

  /**
   * Takes a node's answer in. Gives the nodes that are unreachable now by what it has added; null where it was not asked, or long ago.
   *
   * @param nodes those that can ask and be asked at `now`.
   */
  answered(
    { prober, target, reached }: Omit<ProbeAnswer, "at">,
    nodes: readonly ProbedNode[],
    now: number,
  ): string[] | null {
    const asked = this.#asked.get(prober);
    if (asked?.target !== target || asked.at <= now - ROUND_MS) return null;
    this.#asked.delete(prober);
    return asked.isVoid ? [] : this.heard({ prober, target, reached }, nodes, now);
  }

  /** Takes in what a node has said whom this registry, or that of its own area, has asked just now. Gives the same as `answered`. */
  heard(
    { prober, target, reached }: Omit<ProbeAnswer, "at">,
    nodes: readonly ProbedNode[],
    now: number,
  ): string[] {
    if (reached) this.#reached.add(target);
    const kept = this.#answers.filter(({ at }) => at > now - ANSWERS_KEPT_MS);
    this.#answers = [...kept, { prober, target, reached, at: now }];
    // That it reaches somebody makes it a witness of what it has said before, too.
    const own = this.#answers.filter((answer) => answer.prober === prober && !answer.reached);
    const touched = new Set(reached ? own.map((answer) => answer.target) : [target]);
    return nodes
      .filter((node) => touched.has(node.id) && this.#isUnreachable(node, nodes))
      .map(({ id }) => id);
  }

  #isUnreachable(node: ProbedNode, nodes: readonly ProbedNode[]): boolean {
    const askers = nodes.filter((other) => other.id !== node.id && canProbe(other, node)).length;
    return isUnreachable(node.id, this.#answers, { askers, wasReached: this.#reached.has(node.id) });
  }

  /** A node answers elsewhere from now on: what was found of it before, and what is asked just now, is about another worker. */
  moved(nodeId: string): void {
    for (const [prober, asked] of this.#asked)
      if (asked.target === nodeId) this.#asked.set(prober, { ...asked, isVoid: true });
    this.#answers = this.#answers.filter(({ target }) => target !== nodeId);
  }

  /** A node has gone, and its word with it. */
  lost(nodeId: string): void {
    this.moved(nodeId);
    this.#asked.delete(nodeId);
    this.#rounds.delete(nodeId);
    this.#reached.delete(nodeId);
    this.#answers = this.#answers.filter(({ prober }) => prober !== nodeId);
  }
}
