import { useEffect, useRef } from "preact/hooks";
import type { Role } from "../../protocol/room/participants.ts";
import type { Action } from "../../protocol/room/permissions.ts";
import type { Person } from "../state/types.ts";
import { Panel } from "./panel.tsx";
import { PersonRow } from "./person-row.tsx";

/** What can be done to others, where one's role allows it. */
export interface PeopleActions {
  readonly may: (action: Action, target?: Role) => boolean;
  readonly muteOther: (producerId: string) => void;
  readonly stopOther: (producerId: string) => void;
  readonly setRole: (participantId: string, role: Exclude<Role, "owner">) => void;
}

interface PeoplePanelProps {
  people: readonly Person[];
  actions: PeopleActions;
  onClose: () => void;
}

/** Everybody in the room. */
export function PeoplePanel({ people, actions, onClose }: PeoplePanelProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.focus(), []);
  return (
    <Panel id="people-panel" title={`People (${people.length})`} onClose={onClose}>
      <ul class="people" ref={list} tabIndex={-1} aria-labelledby="people-panel-title">
        {people.map((person) => (
          <PersonRow key={person.id} person={person} actions={actions} />
        ))}
      </ul>
    </Panel>
  );
}
