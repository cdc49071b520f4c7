import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { FriendList } from "../../../protocol/friends.ts";
import type { Presence } from "../../../protocol/user/presence.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { MoreIcon } from "../../ui/icons.tsx";
import { FRIEND_WORDS } from "./friends-words.ts";

interface FriendRowProps {
  person: FriendList["incoming"][number];
  /** What they tell their friends in a line. */
  status?: string;
  /** How it is with them, where they are a friend. */
  presence?: Presence | undefined;
  /** What is done often: it is always there. */
  children?: ComponentChildren;
  /** What they wait for: it is there too, below. */
  below?: ComponentChildren;
  /** What is done seldom: it is behind a button. */
  actions?: () => ComponentChildren;
}

function PresenceMark({ presence }: { presence: Exclude<Presence, { kind: "offline" }> }) {
  const words = FRIEND_WORDS.presence;
  const room = presence.kind === "in-call" ? presence.room : null;
  return (
    <span class={`presence ${presence.kind}`}>
      {room ? FRIEND_WORDS.inRoom(room.title) : words[presence.kind as keyof typeof words]} ·{" "}
    </span>
  );
}

/** Somebody in a list, and what can be done about them. */
export function FriendRow({ person, status, presence, children, below, actions }: FriendRowProps) {
  const open = useSignal(false);
  return (
    <li class="person">
      <div class="person-line">
        <Avatar id={person.id} name={person.name} picture={person.picture} />
        <div class="person-who">
          <span class="person-name">{person.name}</span>
          <span class="person-note">
            {presence && presence.kind !== "offline" ? <PresenceMark presence={presence} /> : null}@
            {person.handle}
          </span>
          {status ? <span class="friend-status">{status}</span> : null}
        </div>
        {children}
        {actions ? (
          <button
            type="button"
            class="quiet-icon"
            aria-label={FRIEND_WORDS.actionsFor(person.name)}
            aria-expanded={open.value}
            onClick={() => {
              open.value = !open.value;
            }}
          >
            <MoreIcon />
          </button>
        ) : null}
      </div>
      {below ? <div class="person-actions">{below}</div> : null}
      {actions && open.value ? <div class="person-actions">{actions()}</div> : null}
    </li>
  );
}
