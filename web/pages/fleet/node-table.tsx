import type { FleetNode } from "../../../protocol/fleet.ts";
import { FLEET_WORDS } from "./fleet-words.ts";
import { NodeRow } from "./node-row.tsx";

const COLUMNS = [
  FLEET_WORDS.node,
  FLEET_WORDS.state,
  FLEET_WORDS.cpu,
  FLEET_WORDS.consumers,
  FLEET_WORDS.rooms,
  FLEET_WORDS.people,
  FLEET_WORDS.since,
  FLEET_WORDS.actions,
];

/** The nodes, each in a row; on a narrow display each is a card. */
export function NodeTable({ nodes }: { nodes: readonly FleetNode[] }) {
  return (
    <table class="fleet-table">
      <caption class="hidden">{FLEET_WORDS.title}</caption>
      <thead>
        <tr>
          {COLUMNS.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {nodes.map((node) => (
          <NodeRow key={`${node.area} ${node.id}`} node={node} />
        ))}
      </tbody>
    </table>
  );
}
