import { useEffect } from "preact/hooks";
import type { CallList } from "../../../protocol/user/calls.ts";
import { lastCalls, loadCalls, pendingCalls } from "../../state/calls.ts";
import type { Answer } from "../../state/request.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { callAndJoin } from "./call-friend.ts";
import { CALL_WORDS } from "./calls-words.ts";
import { timeAgo } from "./time-ago.ts";

const SHOWN = 3;

interface RecentCallsProps {
  /** Does what may fail, and says so. */
  attempt: (what: Promise<Answer<unknown>>) => void;
}

/** The last calls between friends; nothing where there were none. */
export function RecentCalls({ attempt }: RecentCallsProps) {
  useEffect(() => void loadCalls(), []);
  const { incoming, outgoing } = pendingCalls.value;
  const rings = new Set([...incoming, ...outgoing].map(({ callId }) => callId));
  const calls = lastCalls().filter(({ id }) => !rings.has(id));
  if (calls.length === 0) return null;
  const rows = (some: CallList["calls"]) => (
    <ul>
      {some.map((call) => (
        <CallRow key={call.id} call={call} attempt={attempt} />
      ))}
    </ul>
  );
  const earlier = calls.slice(SHOWN);
  return (
    <section class="friends-part" aria-label={CALL_WORDS.recent}>
      <h3>{CALL_WORDS.recent}</h3>
      {rows(calls.slice(0, SHOWN))}
      {earlier.length > 0 ? (
        <details>
          <summary>{CALL_WORDS.earlier(earlier.length)}</summary>
          {rows(earlier)}
        </details>
      ) : null}
    </section>
  );
}

function CallRow({ call, attempt }: RecentCallsProps & { call: CallList["calls"][number] }) {
  const { isOwn, name, friend, outcome, at } = call;
  const isMissed = !isOwn && outcome === "missed";
  return (
    <li class="person">
      <div class="person-line">
        <Avatar id={friend ?? call.id} name={name} picture={call.picture} />
        <div class="person-who">
          <span class="person-name">{name}</span>
          <span class="person-note">
            <span class={isMissed ? "call-missed" : undefined}>
              {CALL_WORDS[isOwn ? "made" : "received"][outcome]}
            </span>{" "}
            · <time dateTime={new Date(at).toISOString()}>{timeAgo(at, Date.now())}</time>
          </span>
        </div>
        {friend ? (
          <button
            type="button"
            class="small-button"
            aria-label={CALL_WORDS.callBackPerson(name)}
            onClick={() => attempt(callAndJoin(friend))}
          >
            {CALL_WORDS.call}
          </button>
        ) : null}
      </div>
    </li>
  );
}
