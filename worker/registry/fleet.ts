import type { FleetNode, FleetNodes, FleetRooms } from "../../protocol/fleet.ts";
import type { Env } from "../env.ts";
import { AREAS } from "./areas.ts";
import { askRegistries } from "./ask-registries.ts";

/** A node that is asked for its rooms has so long to name them, in milliseconds. */
const ROOMS_TIMEOUT_MS = 3_000;

/** Every node of every area, by region and name. */
export async function fleetNodes(env: Env): Promise<FleetNodes> {
  const { answers, silent } = await askRegistries(env, AREAS, async (registry, area) =>
    (await registry.nodes()).map((node) => ({ ...node, area })),
  );
  const nodes = answers.flat();
  nodes.sort((a, b) => a.region.localeCompare(b.region) || a.id.localeCompare(b.id));
  return { nodes, silentAreas: silent };
}

/** One node; null where no area has it. Throws where that cannot be said, because an area does not answer. */
export async function fleetNode(env: Env, nodeId: string): Promise<FleetNode | null> {
  const { nodes, silentAreas } = await fleetNodes(env);
  return nodes.find(({ id }) => id === nodeId) ?? absent(silentAreas);
}

/** Has a node drain. False where no area has it; throws as `fleetNode` does. */
export async function drainNode(env: Env, nodeId: string): Promise<boolean> {
  const { answers, silent } = await askRegistries(env, AREAS, (registry) => registry.drain(nodeId));
  return answers.includes(true) || absent(silent) !== null;
}

/** Removes a node. False where no area has it; throws as `fleetNode` does. */
export async function removeNode(env: Env, nodeId: string): Promise<boolean> {
  const { answers, silent } = await askRegistries(env, AREAS, (registry) => registry.remove(nodeId));
  return answers.includes(true) || absent(silent) !== null;
}

/** The rooms that a node serves, as it says; null where no area has it. Throws as `fleetNode` does, and where it says nothing. */
export async function roomsOfNode(env: Env, nodeId: string): Promise<FleetRooms["rooms"] | null> {
  const asked = askRegistries(env, AREAS, (registry) => registry.rooms(nodeId));
  const answered = await Promise.race([asked, scheduler.wait(ROOMS_TIMEOUT_MS)]);
  if (!answered) throw new Error(`The media node ${nodeId} does not say which rooms it serves.`);
  return answered.answers.find((rooms) => rooms !== null) ?? absent(answered.silent);
}

/** A node that nobody knows is absent only where everybody was heard: who reads that may take its machine away. */
function absent(silent: readonly string[]): null {
  if (silent.length > 0) throw new Error(`The registries of ${silent.join(", ")} do not answer.`);
  return null;
}
