import { useEffect, useRef } from "preact/hooks";
import type { Person } from "../state/types.ts";
import { Panel } from "./panel.tsx";
import { type PeopleActions, PersonRow } from "./person-row.tsx";

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
