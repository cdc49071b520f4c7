import { useSignal } from "@preact/signals";
import type { FleetNode } from "../../../protocol/fleet.ts";
import { TIMES } from "../../../protocol/limits.ts";
import { PROTOCOL_VERSION } from "../../../protocol/version.ts";
import { drainNode, removeNode } from "../../state/fleet.ts";
import { FaultBox } from "../../ui/fault-box.tsx";
import { ConfirmedButton } from "../../ui/room/confirmed-button.tsx";
import { useSubmission } from "../../ui/use-submission.ts";
import { timeAgo } from "../calls/time-ago.ts";
import { FLEET_WORDS } from "./fleet-words.ts";
import { LoadBar } from "./load-bar.tsx";
import { NodeRooms } from "./node-rooms.tsx";

/** One node: how it is, and how to end it. */
export function NodeRow({ node }: { node: FleetNode }) {
  const { id, load, capacity, position } = node;
  const draining = useSubmission(() => drainNode(id));
  const removing = useSubmission(() => removeNode(id));
  const showsRooms = useSignal(false);
  const now = Date.now();
  return (
    <tr>
      <th scope="row">
        <b>{id}</b>
        <span class="quiet">
          {node.region} · {node.area}
          {position ? ` · ${position.latitude.toFixed(1)}, ${position.longitude.toFixed(1)}` : ""}
        </span>
        <span class="quiet">{node.addresses.join(", ")}</span>
      </th>
      <Cell name={FLEET_WORDS.state}>
        {stateOf(node, now)}
        {node.refusals > 0 ? <span class="fleet-warning">{FLEET_WORDS.refusals(node.refusals)}</span> : null}
      </Cell>
      <Cell name={FLEET_WORDS.cpu}>
        <LoadBar label={FLEET_WORDS.cpuOf(id)} share={load.cpu} text={`${Math.round(load.cpu * 100)} %`} />
      </Cell>
      <Cell name={FLEET_WORDS.consumers}>
        <LoadBar
          label={FLEET_WORDS.consumersOf(id)}
          share={load.consumers / capacity}
          text={FLEET_WORDS.of(load.consumers, capacity)}
        />
      </Cell>
      <Cell name={FLEET_WORDS.rooms}>
        {load.rooms}
        {load.rooms > 0 ? (
          <button
            type="button"
            class="small-button"
            aria-expanded={showsRooms.value}
            aria-label={FLEET_WORDS.showRooms(id)}
            onClick={() => {
              showsRooms.value = !showsRooms.value;
            }}
          >
            {FLEET_WORDS.show}
          </button>
        ) : null}
        {showsRooms.value ? <NodeRooms nodeId={id} /> : null}
      </Cell>
      <Cell name={FLEET_WORDS.people}>{load.people}</Cell>
      <Cell name={FLEET_WORDS.since}>{timeAgo(node.registeredAt, now)}</Cell>
      <Cell name={FLEET_WORDS.actions}>
        <div class="fleet-actions">
          {node.draining ? null : (
            <ConfirmedButton
              label={FLEET_WORDS.drain}
              name={FLEET_WORDS.drainNode(id)}
              question={FLEET_WORDS.sureToDrain(id)}
              onConfirm={() => void draining.submit()}
            />
          )}
          <ConfirmedButton
            label={FLEET_WORDS.remove}
            name={FLEET_WORDS.removeNode(id)}
            question={FLEET_WORDS.sureToRemove(id)}
            danger
            onConfirm={() => void removing.submit()}
          />
        </div>
        <FaultBox words={draining.fault.value ?? removing.fault.value} />
      </Cell>
    </tr>
  );
}

/** A cell, which says on a narrow display what it is about. */
function Cell({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <td>
      <span class="fleet-label" aria-hidden="true">
        {name}
      </span>
      <div>{children}</div>
    </td>
  );
}

function stateOf({ draining, onProbation, version, beatAt }: FleetNode, now: number): string {
  // The registry's clock and this one may differ; a node that beats is heard of each second.
  if (now - beatAt > 10 * TIMES.nodeLeaseMs) return FLEET_WORDS.silentNode;
  if (version !== PROTOCOL_VERSION) return FLEET_WORDS.foreign(version);
  if (draining) return FLEET_WORDS.draining;
  return onProbation ? FLEET_WORDS.onProbation : FLEET_WORDS.ready;
}
