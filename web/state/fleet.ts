import { signal } from "@preact/signals";
import * as v from "valibot";
import { PATHS } from "../../protocol/api.ts";
import {
  type FleetNodes,
  type FleetRegion,
  type FleetRooms,
  fleetNodesSchema,
  fleetRoomsSchema,
  fleetWantedSchema,
} from "../../protocol/fleet.ts";
import { type Answer, request } from "./request.ts";

/** The fleet as it was last told; null until somebody has shown its token. */
export const fleet = signal<FleetNodes | null>(null);

/** Its regions, with how many nodes each wants. */
export const fleetRegions = signal<readonly FleetRegion[]>([]);

/** In memory alone: it is good for as long as nobody makes another one, and a reload asks for it again. */
let token = "";

/** Shows the fleet to who has its token. */
export async function openFleet(given: string): Promise<Answer<FleetNodes>> {
  token = given.trim();
  return refreshFleet();
}

/** Asks how the fleet is. Who has another token now is asked for it. */
export async function refreshFleet(): Promise<Answer<FleetNodes>> {
  const [answer, wanted] = await Promise.all([
    request("GET", PATHS.fleetNodes, null, fleetNodesSchema, token),
    request("GET", PATHS.fleetWanted, null, fleetWantedSchema, token),
  ]);
  if (wanted.kind === "ok") fleetRegions.value = wanted.value.regions;
  if (answer.kind === "ok") fleet.value = answer.value;
  else if (answer.error.code === "wrong_fleet_token" || answer.error.code === "not_found") closeFleet();
  return answer;
}

/** Forgets the token, and what was shown by it. */
export function closeFleet(): void {
  token = "";
  fleet.value = null;
  fleetRegions.value = [];
}

/** Has a node end when its last room has left. */
export function drainNode(nodeId: string): Promise<Answer<unknown>> {
  return changed(request("POST", PATHS.fleetDrain(nodeId), {}, v.object({}), token));
}

/** Has a node end now. */
export function removeNode(nodeId: string): Promise<Answer<unknown>> {
  return changed(request("DELETE", PATHS.fleetNode(nodeId), {}, v.object({}), token));
}

/** The rooms that a node serves. */
export function loadRooms(nodeId: string): Promise<Answer<FleetRooms>> {
  return request("GET", PATHS.fleetRooms(nodeId), null, fleetRoomsSchema, token);
}

async function changed(done: Promise<Answer<unknown>>): Promise<Answer<unknown>> {
  const answer = await done;
  await refreshFleet();
  return answer;
}
