import { effect, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Call, CallOver } from "../../../protocol/user/calls.ts";
import { endedCall, pendingCalls } from "../../state/calls.ts";
import { followUser, tellUser } from "../../state/user-link.ts";
import { callHere } from "../../state/whereabouts.ts";
import { CallCard } from "./call-card.tsx";
import { callAndJoin, meetIn } from "./call-friend.ts";
import { CALL_WORDS } from "./calls-words.ts";
import { ring } from "./ringtone.ts";
import "../../styles/calls.css";

const STAYS_MS = 8_000;

/** What whoever is signed in has on every page: a connection to their object, and the calls that ring. */
export function SignedInLayer() {
  useEffect(followUser, []);
  const { incoming, outgoing } = pendingCalls.value;
  useAnsweredByComing();
  const ended = endedCall.value;
  useRinging(incoming[0]?.name);
  return (
    <div class="call-cards">
      {incoming.map((call) => (
        <Incoming key={call.callId} call={call} />
      ))}
      {outgoing.map((call) => (
        <CallCard
          key={call.callId}
          id={call.friend}
          name={call.name}
          picture={call.picture}
          text={CALL_WORDS.calling(call.name)}
        >
          <button
            type="button"
            class="button"
            onClick={() => tellUser({ type: "cancel-call", callId: call.callId })}
          >
            {CALL_WORDS.cancel}
          </button>
        </CallCard>
      ))}
      {ended ? <Ended key={ended.callId} over={ended} /> : null}
    </div>
  );
}

/** Whoever is in the room of a call has answered it, whichever way they came: by a notification, say. */
function useAnsweredByComing(): void {
  useEffect(
    () =>
      effect(() => {
        const slug = callHere.value?.room?.slug;
        for (const { callId, room } of pendingCalls.value.incoming)
          if (room.slug === slug) tellUser({ type: "answer-call", callId, accept: true });
      }),
    [],
  );
}

function Incoming({ call }: { call: Call }) {
  const { callId } = call;
  const accepts = useSignal(false);
  // Whoever accepts goes there when it is known that the call had not ended before.
  useEffect(
    () =>
      endedCall.subscribe((over) => {
        if (accepts.peek() && over?.callId === callId && over.end === "accepted") meetIn(call.room.slug);
      }),
    [accepts, callId, call],
  );
  return (
    <CallCard
      id={call.friend}
      name={call.name}
      picture={call.picture}
      text={CALL_WORDS.calls(call.name)}
      rings
    >
      <button
        type="button"
        class="button primary"
        onClick={() => {
          accepts.value = true;
          tellUser({ type: "answer-call", callId, accept: true });
        }}
      >
        {CALL_WORDS.accept}
      </button>
      <button
        type="button"
        class="button"
        onClick={() => tellUser({ type: "answer-call", callId, accept: false })}
      >
        {CALL_WORDS.decline}
      </button>
    </CallCard>
  );
}

/** How a call ended, where that is news. */
function Ended({ over }: { over: CallOver }) {
  const { name, picture, isOwn, end, friend } = over;
  const isMissed = !isOwn && (end === "missed" || end === "cancelled");
  const text = isMissed ? CALL_WORDS.ended.missedFrom(name) : isOwn ? endOfOwn(over) : null;
  const dismiss = () => {
    if (endedCall.peek() === over) endedCall.value = null;
  };
  useEffect(() => {
    // That somebody called stays until it is seen.
    if (isMissed) return;
    const timer = setTimeout(dismiss, STAYS_MS);
    return () => clearTimeout(timer);
  }, [over]);
  if (text === null) return null;
  return (
    <CallCard id={friend} name={name} picture={picture} text={text}>
      {isMissed ? (
        <button
          type="button"
          class="button primary"
          onClick={() => {
            dismiss();
            void callAndJoin(friend);
          }}
        >
          {CALL_WORDS.callBack}
        </button>
      ) : null}
      <button type="button" class="button" onClick={dismiss}>
        {CALL_WORDS.dismiss}
      </button>
    </CallCard>
  );
}

function endOfOwn({ name, end }: CallOver): string | null {
  return end === "declined" || end === "missed" ? CALL_WORDS.ended[end](name) : null;
}

/** Rings, and has the tab say who calls. Whoever is in a call already is not disturbed by the sound. */
function useRinging(name: string | undefined): void {
  useEffect(() => {
    if (name === undefined) return;
    const stop = new AbortController();
    const before = document.title;
    document.title = CALL_WORDS.calls(name);
    if (!callHere.peek()) ring(stop.signal);
    return () => {
      stop.abort();
      if (document.title === CALL_WORDS.calls(name)) document.title = before;
    };
  }, [name]);
}
