import * as v from "valibot";
import { apiErrorSchema, PATHS } from "../../protocol/api.ts";
import {
  type FleetNodes,
  type FleetWanted,
  fleetNodesSchema,
  fleetWantedSchema,
} from "../../protocol/fleet.ts";
import { UserError } from "../cli/user-error.ts";

/** Where the edge is, and what it takes of its operator. */
export interface Edge {
  /** Its origin, e.g. `https://meet.example.org`. */
  readonly url: string;
  readonly token: string;
}

const TIMEOUT_MS = 20_000;

/** How many nodes each region wants. @throws {UserError} where that cannot be said */
export function askWanted(edge: Edge): Promise<FleetWanted> {
  return ask(edge, "GET", PATHS.fleetWanted, fleetWantedSchema);
}

/** Every node. @throws {UserError} where that cannot be said */
export function askNodes(edge: Edge): Promise<FleetNodes> {
  return ask(edge, "GET", PATHS.fleetNodes, fleetNodesSchema);
}

/** Has a node drain; one that has gone meanwhile need not. @throws {UserError} where that cannot be said */
export async function orderDrain(edge: Edge, nodeId: string): Promise<void> {
  await ask(edge, "POST", PATHS.fleetDrain(nodeId), v.unknown());
}

async function ask<T>(
  { url, token }: Edge,
  method: string,
  path: string,
  schema: v.GenericSchema<unknown, T>,
): Promise<T> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: { Authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: Error) => {
    // What fetch itself throws says only that it failed; the reason is its cause.
    const { message } = error.cause instanceof Error ? error.cause : error;
    throw new UserError(`${url} does not answer: ${message}.`);
  });
  const body: unknown = await response.json().catch(() => null);
  const refusal = v.safeParse(apiErrorSchema, body);
  const code = refusal.success ? refusal.output.error.code : null;
  if (code === "wrong_fleet_token") throw new UserError(`${url} does not know this FLEET_TOKEN.`);
  if (response.status === 404 && code !== "node_not_found")
    throw new UserError(`There is no fleet at ${url}: has its Worker a FLEET_TOKEN?`);
  if (method === "POST" && code === "node_not_found") return v.parse(schema, {});
  const answer = v.safeParse(schema, body);
  if (response.ok && answer.success) return answer.output;
  throw new UserError(
    `${url} answers ${response.status}${response.ok ? ", but not as this version does" : ""}.`,
  );
}
