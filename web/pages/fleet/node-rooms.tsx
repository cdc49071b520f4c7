import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { FleetRooms } from "../../../protocol/fleet.ts";
import { loadRooms } from "../../state/fleet.ts";
import { FaultBox } from "../../ui/fault-box.tsx";
import { useSubmission } from "../../ui/use-submission.ts";
import { FLEET_WORDS } from "./fleet-words.ts";

/** The rooms that a node serves, as it said when they were shown. */
export function NodeRooms({ nodeId }: { nodeId: string }) {
  const rooms = useSignal<FleetRooms["rooms"] | null>(null);
  const loading = useSubmission(() => loadRooms(nodeId));
  useEffect(() => {
    void loading.submit().then((answer) => {
      rooms.value = answer?.rooms ?? null;
    });
  }, [nodeId]);
  return (
    <>
      <FaultBox words={loading.fault.value} />
      {rooms.value ? (
        <ul class="fleet-rooms" aria-label={FLEET_WORDS.roomsOf(nodeId)}>
          {rooms.value.length === 0 ? <li>{FLEET_WORDS.noRooms}</li> : null}
          {rooms.value.map(({ roomId, people }) => (
            <li key={roomId}>
              <code>{roomId}</code> {FLEET_WORDS.inRoom(people)}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
