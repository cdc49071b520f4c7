import { PATHS, type Session } from "../../protocol/api.ts";
import { candidatesSchema, type RoundTrips } from "../../protocol/probes.ts";
import { measureRoundTrips } from "../call/probing/round-trip.ts";
import type { NearNode } from "./near-nodes.ts";
import { request } from "./request.ts";

/** Asks which nodes are near, and measures the way to each. */
export async function measureNodes({
  roomId,
  token,
}: Session): Promise<{ roundTrips: RoundTrips; nearest: NearNode | null }> {
  const answer = await request("GET", PATHS.near(roomId), null, candidatesSchema, token);
  const nodes = answer.kind === "ok" ? answer.value.nodes : [];
  const roundTrips = await measureRoundTrips(nodes);
  const near = nodes.flatMap(({ id, region }) => {
    const roundTripMs = roundTrips[id];
    return roundTripMs === undefined ? [] : [{ id, region, roundTripMs }];
  });
  near.sort((a, b) => a.roundTripMs - b.roundTripMs);
  return { roundTrips, nearest: near[0] ?? null };
}
