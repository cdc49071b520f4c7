import { useEffect } from "preact/hooks";
import { closeFleet, fleet, fleetRegions, refreshFleet } from "../../state/fleet.ts";
import { FaultBox } from "../../ui/fault-box.tsx";
import { useSubmission } from "../../ui/use-submission.ts";
import { PageHead } from "../page-head.tsx";
import { FLEET_WORDS } from "./fleet-words.ts";
import { NodeTable } from "./node-table.tsx";
import { RegionList } from "./region-list.tsx";
import { TokenForm } from "./token-form.tsx";
import "../../styles/fleet.css";

/** Nodes beat once a second; who looks at them need not see each beat. */
const REFRESH_MS = 3_000;

/** Every media node, for who runs them: how it is, what is on it, and how to end it. */
export function FleetPage() {
  useEffect(() => {
    document.title = FLEET_WORDS.page;
    return closeFleet;
  }, []);
  return (
    <div class="page">
      <PageHead />
      {fleet.value ? <Fleet /> : <TokenForm />}
    </div>
  );
}

function Fleet() {
  const refreshing = useSubmission(refreshFleet);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) void refreshing.submit();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  const { nodes, silentAreas } = fleet.value ?? { nodes: [], silentAreas: [] };
  const rooms = nodes.reduce((sum, { load }) => sum + load.rooms, 0);
  const people = nodes.reduce((sum, { load }) => sum + load.people, 0);
  return (
    <main class="fleet-page">
      <header class="account-head">
        <h1>{FLEET_WORDS.title}</h1>
        <button type="button" class="button" onClick={closeFleet}>
          {FLEET_WORDS.close}
        </button>
      </header>
      <p class="quiet">{FLEET_WORDS.total(nodes.length, rooms, people)}</p>
      {silentAreas.length > 0 ? (
        <p class="fleet-silent" role="status">
          {FLEET_WORDS.silent(silentAreas.join(", "))}
        </p>
      ) : null}
      <FaultBox words={refreshing.fault.value} />
      {fleetRegions.value.length > 0 ? <RegionList regions={fleetRegions.value} /> : null}
      {nodes.length > 0 ? <NodeTable nodes={nodes} /> : <p>{FLEET_WORDS.nobody}</p>}
    </main>
  );
}
