import { LIMITS } from "../../protocol/limits.ts";
import type { CandidateNode } from "../../protocol/probes.ts";
import type { Env } from "../env.ts";
import { type Area, areasFor, type ChosenNode } from "./areas.ts";
import { askRegistries } from "./ask-registries.ts";
import { compareRanked, isEnough, type RankedNode, type Wish } from "./select-node.ts";

type Candidate = RankedNode & ChosenNode;

/**
 * The node that a room should use; null where none is free. The registries nearest to its people are asked, and the others
 * only where those know none that is near and has not just failed.
 */
export async function findNode(env: Env, wish: Wish): Promise<ChosenNode | null> {
  const { nearest, others } = areasFor(wish.positions);
  const near = await ask(env, nearest, wish);
  const found = isEnough(near) ? near : [...near, ...(await ask(env, others, wish))];
  const [best] = found.sort(compareRanked);
  if (best === undefined) return null;
  const { id, region, families, area } = best;
  return { id, region, families, area };
}

/** The nodes that are likely to be the best for somebody, the best first, with where to measure the way to them. */
export async function findCandidates(env: Env, wish: Wish): Promise<CandidateNode[]> {
  const { nearest } = areasFor(wish.positions);
  const { answers } = await askRegistries(env, nearest, (registry) => registry.candidates(wish));
  const found = answers.flat().sort(compareRanked).slice(0, LIMITS.candidates);
  return found.map(({ id, region, probe }) => ({ id, region, probe }));
}

/** The best node of each area that has one: the best of all is among them. */
async function ask(env: Env, areas: readonly Area[], wish: Wish): Promise<Candidate[]> {
  const { answers } = await askRegistries(env, areas, async (registry, area) => {
    const best = await registry.selectNode(wish);
    return best ? [{ ...best, area }] : [];
  });
  return answers.flat();
}
