import type { FleetRegion } from "../../../protocol/fleet.ts";
import { FLEET_WORDS } from "./fleet-words.ts";

/** The regions, each with the nodes that take rooms there, how many it wants, and how much of them is in use. */
export function RegionList({ regions }: { regions: readonly FleetRegion[] }) {
  return (
    <ul class="fleet-regions" aria-label={FLEET_WORDS.regions}>
      {regions.map(({ region, nodes, wanted, busy }) => (
        <li key={region}>
          <b>{region}</b>{" "}
          <span class={wanted > nodes ? "fleet-short" : "quiet"}>{FLEET_WORDS.region(nodes, wanted)}</span>
          {nodes > 0 ? (
            <span class="quiet"> · {FLEET_WORDS.busy(Math.round((busy / nodes) * 100))}</span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
