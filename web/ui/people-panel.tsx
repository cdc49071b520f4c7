import { useEffect, useRef } from "preact/hooks";
import type { WaitingPerson } from "../../protocol/room/lobby.ts";
import { t } from "../language/translate.ts";
import type { Person } from "../state/types.ts";
import { Panel } from "./panel.tsx";
import { type PeopleActions, PersonRow } from "./person-row.tsx";
import { ROOM_WORDS } from "./room/room-words.ts";
import { WaitingList } from "./room/waiting-list.tsx";

interface PeoplePanelProps {
  people: readonly Person[];
  actions: PeopleActions;
  /** Who waits at the door, where one may let them in. */
  waiting: readonly WaitingPerson[];
  onClose: () => void;
}

/** Everybody in the room. */
export function PeoplePanel({ people, actions, waiting, onClose }: PeoplePanelProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.focus(), []);
  const raised = people
    .filter(({ hand }) => hand !== null)
    .sort((a, b) => (a.hand ?? 0) - (b.hand ?? 0))
    .map(({ id }) => id);
  return (
    <Panel id="people-panel" title={t("People ({length})", { length: people.length })} onClose={onClose}>
      {actions.may("admit") ? <WaitingList people={waiting} onDecide={actions.admit} /> : null}
      {raised.length > 0 && actions.may("lower-hands") ? (
        <div class="people-tools">
          <button type="button" class="small-button" onClick={() => actions.lowerHands(raised)}>
            {ROOM_WORDS.lowerAllHands}
          </button>
        </div>
      ) : null}
      <ul class="people" ref={list} tabIndex={-1} aria-labelledby="people-panel-title">
        {people.map((person) => (
          <PersonRow
            key={person.id}
            person={person}
            handPlace={raised.indexOf(person.id) + 1}
            actions={actions}
          />
        ))}
      </ul>
    </Panel>
  );
}
