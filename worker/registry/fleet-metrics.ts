import type { FleetRegion } from "../../protocol/fleet.ts";
import type { FleetReport } from "./fleet-wanted.ts";

/** What is told of each region: the metric's name, what it is, and how it is worked out. */
const GAUGES: readonly (readonly [name: string, help: string, value: (region: FleetRegion) => number])[] = [
  ["nearcast_fleet_nodes", "Media nodes that take rooms.", ({ nodes }) => nodes],
  ["nearcast_fleet_nodes_wanted", "Media nodes that the region wants.", ({ wanted }) => wanted],
  [
    "nearcast_fleet_busy_ratio",
    "How much of the nodes that take rooms is in use, with what draining nodes still carry.",
    // Without a node there is nothing to be in use.
    ({ nodes, busy }) => (nodes === 0 ? Number.NaN : busy / nodes),
  ],
];

/** The regions in Prometheus's text format. */
export function fleetMetrics({ wanted: { regions, silentAreas }, failing, refusals }: FleetReport): string {
  const gauges = GAUGES.map(([name, help, value]) =>
    gauge(
      name,
      help,
      regions.map((region) => `{region="${escaped(region.region)}"} ${value(region)}`),
    ),
  );
  const dead = gauge(
    "nearcast_fleet_nodes_failing",
    "Media nodes that beat, and whose media other nodes do not reach or several rooms complain of.",
    [...failing].map(([region, count]) => `{region="${escaped(region)}"} ${count}`),
  );
  const silent = gauge("nearcast_fleet_silent_areas", "Areas whose registry did not answer.", [
    ` ${silentAreas.length}`,
  ]);
  // By area, too: where one is silent for a while, no count falls.
  const refused = metric(
    "nearcast_node_refusals_total",
    "counter",
    "How often a node was refused, or somebody who said that they were one.",
    refusals.flatMap(({ area, counts }) =>
      Object.entries(counts).map(([reason, count]) => `{reason="${reason}",area="${area}"} ${count}`),
    ),
  );
  return [...gauges, dead, silent, refused].join("");
}

/** A label's value: a node may call its region whatever it likes. */
function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function gauge(name: string, help: string, values: readonly string[]): string {
  return metric(name, "gauge", help, values);
}

function metric(name: string, type: "gauge" | "counter", help: string, values: readonly string[]): string {
  const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...values.map((value) => name + value)];
  return `${lines.join("\n")}\n`;
}
