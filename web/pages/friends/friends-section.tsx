import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Account } from "../../../protocol/account.ts";
import type { FriendList } from "../../../protocol/friends.ts";
import type { Presence } from "../../../protocol/user/presence.ts";
import {
  acceptFriend,
  blockFriend,
  endBlock,
  friendList,
  loadFriends,
  removeFriend,
  takeBackRequest,
} from "../../state/friends.ts";
import { presences } from "../../state/presences.ts";
import type { Answer } from "../../state/request.ts";
import { FaultBox } from "../../ui/fault-box.tsx";
import { ConfirmedButton } from "../../ui/room/confirmed-button.tsx";
import { errorWords, type Words } from "../../ui/words.ts";
import { callAndJoin } from "../calls/call-friend.ts";
import { CALL_WORDS } from "../calls/calls-words.ts";
import { RecentCalls } from "../calls/recent-calls.tsx";
import { followLink } from "../router.ts";
import { AskFriend } from "./ask-friend.tsx";
import { FriendRow } from "./friend-row.tsx";
import { FRIEND_WORDS } from "./friends-words.ts";
import { SeenByFriends } from "./seen-by-friends.tsx";
import "../../styles/friends.css";

/** Does what changes the list, and says what was wrong with it. */
type Attempt = (what: Promise<Answer<unknown>>) => void;

/** The friends of who is signed in, and who may become one. */
export function FriendsSection({ user }: { user: Account }) {
  const fault = useSignal<Words | null>(null);
  const attempt: Attempt = (what) =>
    void what.then((answer) => {
      fault.value = answer.kind === "error" ? errorWords(answer.error.code, answer.error.message) : null;
    });
  useEffect(() => attempt(loadFriends()), []);
  const list = friendList();
  return (
    <section class="card friends" aria-labelledby="friends-title">
      <header>
        <h2 id="friends-title">{FRIEND_WORDS.title}</h2>
        <p class="quiet">
          {FRIEND_WORDS.yours} <b>@{user.handle}</b>
        </p>
        {user.invisible ? <p class="quiet">{FRIEND_WORDS.youAreInvisible}</p> : null}
      </header>
      <FaultBox words={fault.value} />
      {list ? <FriendLists list={list} attempt={attempt} /> : null}
      <RecentCalls attempt={attempt} />
      <AskFriend />
      <SeenByFriends user={user} />
      {list && list.blocked.length > 0 ? <Blocked people={list.blocked} attempt={attempt} /> : null}
    </section>
  );
}

function FriendLists({ list, attempt }: { list: FriendList; attempt: Attempt }) {
  const { friends, incoming, outgoing } = list;
  return (
    <>
      {incoming.length > 0 ? (
        <div class="friends-part">
          <h3>{FRIEND_WORDS.wantTo}</h3>
          <ul>
            {incoming.map((person) => (
              <FriendRow
                key={person.id}
                person={person}
                below={
                  <>
                    <button
                      type="button"
                      class="small-button primary"
                      aria-label={`${FRIEND_WORDS.accept} ${person.name}`}
                      onClick={() => attempt(acceptFriend(person.id))}
                    >
                      {FRIEND_WORDS.accept}
                    </button>
                    <button
                      type="button"
                      class="small-button"
                      aria-label={`${FRIEND_WORDS.refuse} ${person.name}`}
                      onClick={() => attempt(removeFriend(person.id))}
                    >
                      {FRIEND_WORDS.refuse}
                    </button>
                    {blockButton(person, attempt)}
                  </>
                }
              />
            ))}
          </ul>
        </div>
      ) : null}
      {friends.length > 0 ? (
        <ul class="friends-list">
          {inOrder(friends, presences.value).map((person) => (
            <FriendRow
              key={person.id}
              person={person}
              status={person.status}
              presence={presences.value.get(person.id)}
              actions={() => (
                <>
                  <ConfirmedButton
                    label={FRIEND_WORDS.remove}
                    question={FRIEND_WORDS.sureToRemove(person.name)}
                    danger
                    onConfirm={() => attempt(removeFriend(person.id))}
                  />
                  {blockButton(person, attempt)}
                </>
              )}
            >
              <MeetFriend person={person} presence={presences.value.get(person.id)} attempt={attempt} />
            </FriendRow>
          ))}
        </ul>
      ) : (
        <p class="quiet">{FRIEND_WORDS.nobody}</p>
      )}
      {outgoing.length > 0 ? (
        <div class="friends-part">
          <h3>{FRIEND_WORDS.askedByYou}</h3>
          <ul>
            {outgoing.map(({ handle }) => (
              <li key={handle} class="friend-asked">
                <span>@{handle}</span>
                <button
                  type="button"
                  class="small-button"
                  aria-label={`${FRIEND_WORDS.takeBack} @${handle}`}
                  onClick={() => attempt(takeBackRequest(handle))}
                >
                  {FRIEND_WORDS.takeBack}
                </button>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  );
}

/** Who is there first; apart from that as they are sorted. */
function inOrder(
  friends: FriendList["friends"],
  known: ReadonlyMap<string, Presence>,
): FriendList["friends"] {
  const rank = ({ id }: FriendList["friends"][number]) => ORDER.indexOf(known.get(id)?.kind ?? "offline");
  return friends.toSorted((one, other) => rank(one) - rank(other));
}

const ORDER: readonly Presence["kind"][] = ["in-call", "online", "away", "offline"];

/** Goes to where a friend is, where they let one come; otherwise calls them. */
function MeetFriend({
  person,
  presence,
  attempt,
}: {
  person: FriendList["incoming"][number];
  presence: Presence | undefined;
  attempt: Attempt;
}) {
  if (presence?.kind !== "in-call" || !presence.room)
    return (
      <button
        type="button"
        class="small-button"
        aria-label={CALL_WORDS.callPerson(person.name)}
        onClick={() => attempt(callAndJoin(person.id))}
      >
        {CALL_WORDS.call}
      </button>
    );
  const { slug, title } = presence.room;
  return (
    <a
      class="small-button"
      href={`/r/${slug}`}
      aria-label={FRIEND_WORDS.joinIn(person.name, title)}
      onClick={followLink}
    >
      {FRIEND_WORDS.join}
    </a>
  );
}

function blockButton({ id, name }: FriendList["incoming"][number], attempt: Attempt) {
  return (
    <ConfirmedButton
      label={FRIEND_WORDS.block}
      question={FRIEND_WORDS.sureToBlock(name)}
      danger
      onConfirm={() => attempt(blockFriend(id))}
    />
  );
}

function Blocked({ people, attempt }: { people: FriendList["blocked"]; attempt: Attempt }) {
  return (
    <details class="friends-blocked">
      <summary>{FRIEND_WORDS.blocked(people.length)}</summary>
      <ul>
        {people.map((person) => (
          <FriendRow key={person.id} person={person}>
            <button
              type="button"
              class="small-button"
              aria-label={`${FRIEND_WORDS.unblock} ${person.name}`}
              onClick={() => attempt(endBlock(person.id))}
            >
              {FRIEND_WORDS.unblock}
            </button>
          </FriendRow>
        ))}
      </ul>
    </details>
  );
}
