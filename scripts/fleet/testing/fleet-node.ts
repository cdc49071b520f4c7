import type { FleetNode } from "../../../protocol/fleet.ts";

/** A node of the region `eu` as its registry describes it: idle, and well for as long as it is there. */
export function fleetNode(number: number, different: Partial<FleetNode> = {}): FleetNode {
  return {
    id: `eu-${number}`,
    region: "eu",
    area: "weur",
    position: null,
    addresses: [],
    version: 1,
    capacity: 500,
    load: { rooms: 0, people: 0, consumers: 0, cpu: 0 },
    draining: false,
    onProbation: false,
    registeredAt: 1,
    beatAt: 1,
    refusals: 0,
    ...different,
  };
}
