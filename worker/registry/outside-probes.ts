import { type Area, areaOf, areasFor } from "./areas.ts";
import { ROUND_MS, roundAt } from "./probe-rounds.ts";
import type { NodeRecord } from "./select-node.ts";

/** Where no area has a node that could probe, they are asked again after this, in milliseconds: a registry without nodes sleeps. */
const REST_MS = 5 * 60_000;

/** What a node of another area has found of one that is asked about. */
export interface OutsideAnswer {
  readonly prober: string;
  readonly reached: boolean;
}

/** The search for an area that has a node to probe one of this area. */
interface Search {
  readonly round: number;
  /** The area that has helped; null while none has. */
  readonly helper: Area | null;
  /** How many have been asked in vain since. */
  readonly inVain: number;
  /** Milliseconds since 1970. */
  readonly restsUntil: number;
}

/** Which area is to have a node probed that no other one of its own can probe: once in a round, the nearest first, and the one that has helped before. */
export class OutsideProbes {
  readonly #searches = new Map<string, Search>();

  /** Whom to ask about a node that beats at `now` (milliseconds since 1970); null where nobody is to be asked just now. */
  next(
    { id, position }: Pick<NodeRecord, "id" | "position">,
    isAlone: () => boolean,
    now: number,
  ): Area | null {
    const search = this.#searches.get(id) ?? { round: 0, helper: null, inVain: 0, restsUntil: 0 };
    const round = roundAt(now);
    if (search.round === round || now < search.restsUntil) return null;
    this.#searches.set(id, { ...search, round });
    return isAlone() ? (search.helper ?? areasBeyond(position)[search.inVain] ?? null) : null;
  }

  /** An area has had the node probed, or has none that could. */
  asked(
    { id, position }: Pick<NodeRecord, "id" | "position">,
    area: Area,
    hasHelped: boolean,
    now: number,
  ): void {
    const search = this.#searches.get(id);
    if (search === undefined) return;
    if (hasHelped) return void this.#searches.set(id, { ...search, helper: area, inVain: 0 });
    const inVain = search.helper === null ? search.inVain + 1 : 0;
    const isInVain = inVain >= areasBeyond(position).length;
    const restsUntil = isInVain ? now + REST_MS : 0;
    this.#searches.set(id, { ...search, helper: null, inVain: isInVain ? 0 : inVain, restsUntil });
  }

  lost(nodeId: string): void {
    this.#searches.delete(nodeId);
  }
}

/** All areas but that of a node, the nearest first. */
function areasBeyond(position: NodeRecord["position"]): Area[] {
  const { nearest, others } = areasFor(position === null ? [] : [position]);
  return [...nearest, ...others].filter((area) => area !== areaOf(position));
}

/** What the nodes of this area are asked about those of others. */
export class LentProbes {
  readonly #waiting = new Map<string, (reached: boolean | null) => void>();

  /** Whether a node that is asked by `ask` reaches another one; null where it does not say within a round. */
  async about(prober: string, target: string, ask: () => void): Promise<boolean | null> {
    const key = `${prober} ${target}`;
    this.#waiting.get(key)?.(null);
    const answer = Promise.withResolvers<boolean | null>();
    this.#waiting.set(key, answer.resolve);
    const limit = setTimeout(() => answer.resolve(null), ROUND_MS);
    ask();
    const reached = await answer.promise;
    clearTimeout(limit);
    if (this.#waiting.get(key) === answer.resolve) this.#waiting.delete(key);
    return reached;
  }

  /** Takes a node's answer in. False where nobody of another area has asked. */
  answered(prober: string, target: string, reached: boolean): boolean {
    const tell = this.#waiting.get(`${prober} ${target}`);
    tell?.(reached);
    return tell !== undefined;
  }
}
