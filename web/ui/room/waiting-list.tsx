import type { WaitingPerson } from "../../../protocol/room/lobby.ts";
import { Avatar } from "../avatar.tsx";
import { ROOM_WORDS } from "./room-words.ts";

interface WaitingListProps {
  people: readonly WaitingPerson[];
  onDecide: (ids: string[], admitted: boolean) => void;
}

/** Who waits at the door, for those who may let them in. */
export function WaitingList({ people, onDecide }: WaitingListProps) {
  if (people.length === 0) return null;
  const all = people.map(({ id }) => id);
  return (
    <section class="waiting" aria-labelledby="waiting-title">
      <h3 id="waiting-title">
        {ROOM_WORDS.waiting} ({people.length})
      </h3>
      <ul>
        {people.map(({ id, name, isGuest, resemblesBanned }) => (
          <li key={id} class="person">
            <div class="person-line">
              <Avatar id={id} name={name} />
              <div class="person-who">
                <span class="person-name">{name}</span>
                <span class={resemblesBanned ? "person-note suspicious" : "person-note"}>
                  {resemblesBanned
                    ? ROOM_WORDS.resemblesBanned
                    : isGuest
                      ? ROOM_WORDS.guest
                      : ROOM_WORDS.account}
                </span>
              </div>
            </div>
            <div class="person-actions">
              <button
                type="button"
                class="small-button primary"
                aria-label={`${ROOM_WORDS.letIn}: ${name}`}
                onClick={() => onDecide([id], true)}
              >
                {ROOM_WORDS.letIn}
              </button>
              <button
                type="button"
                class="small-button"
                aria-label={`${ROOM_WORDS.refuse}: ${name}`}
                onClick={() => onDecide([id], false)}
              >
                {ROOM_WORDS.refuse}
              </button>
            </div>
          </li>
        ))}
      </ul>
      {people.length > 1 ? (
        <div class="waiting-all">
          <button type="button" class="small-button" onClick={() => onDecide(all, true)}>
            {ROOM_WORDS.letAllIn}
          </button>
          <button type="button" class="small-button" onClick={() => onDecide(all, false)}>
            {ROOM_WORDS.refuseAll}
          </button>
        </div>
      ) : null}
    </section>
  );
}
