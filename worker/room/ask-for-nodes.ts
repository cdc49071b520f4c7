import type { Env } from "../env.ts";
import { askRegistries } from "../registry/ask-registries.ts";
import { findNode } from "../registry/find-node.ts";
import type { RoomInput } from "./room.ts";
import type { Effect } from "./state.ts";

type EffectOf<T extends Effect["type"]> = Extract<Effect, { type: T }>;

/** Asks the registries for the best node; what the room is told of it. */
export async function requestNode(
  env: Env,
  { type: _type, place, epoch, position, ...wish }: EffectOf<"request-node">,
): Promise<RoomInput> {
  const positions = position === null ? [] : [position];
  const node = await findNode(env, { ...wish, positions });
  return { type: "node-chosen", place, epoch, node, now: Date.now() };
}

/**
 * Has a node serve a room; what the room is told where that node is not there or not back yet, or its media is reached by no other node. A
 * registry that does not answer says nothing about its nodes: one that is not told will not dial, and is waited for in vain.
 */
export async function haveServed(
  env: Env,
  roomId: string,
  { node, epoch }: EffectOf<"serve">,
): Promise<RoomInput | null> {
  const { answers } = await askRegistries(env, [node.area], (registry) =>
    registry.serve(node.id, roomId, epoch),
  );
  const said = { nodeId: node.id, epoch, now: Date.now() };
  if (answers.includes("unknown")) return { type: "node-unknown", ...said };
  if (answers.includes("gone")) return { type: "node-missing", ...said };
  return answers.includes("unreachable") ? { type: "node-unreachable", ...said } : null;
}

/** Tells a node's registry that it does not reach somebody. */
export async function reportNode(env: Env, roomId: string, { node }: EffectOf<"report-node">): Promise<void> {
  await askRegistries(env, [node.area], (registry) => registry.report(node.id, roomId));
}
