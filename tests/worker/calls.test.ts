import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { ACCOUNT_PATHS } from "../../protocol/account.ts";
import { PATHS } from "../../protocol/api.ts";
import { FRIEND_PATHS } from "../../protocol/friends.ts";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import type { CallEnd, CallList } from "../../protocol/user/calls.ts";
import type {} from "./harness/env.ts";
import { befriend, type Member, newMember } from "./harness/friends.ts";
import { codeOf } from "./harness/guest.ts";
import { evictUser, passFor, UserPage } from "./harness/user-page.ts";

let ada: Member;
let bob: Member;
let friend: string;

beforeEach(async () => {
  [ada, bob] = await Promise.all([newMember("Ada"), newMember("Bob")]);
  friend = await befriend(ada, bob);
});

const call = (who: Member, callId: string = crypto.randomUUID(), id = friend) =>
  who.guest.post(FRIEND_PATHS.call(id), { callId });

const rings = (page: UserPage, callId: string) =>
  page.inbox.take("calls", ({ incoming }) => incoming.some((one) => one.callId === callId));

const ends = (page: UserPage, callId: string, end: CallEnd) =>
  page.inbox.take("call-over", (over) => over.callId === callId && over.end === end);

async function lastCalls(who: Member): Promise<CallList["calls"]> {
  const { calls } = await (await who.guest.fetch(FRIEND_PATHS.calls)).json<CallList>();
  return calls;
}

/** Ada calls Bob, who has two pages; Ada has one. */
async function ringing() {
  const adas = await UserPage.open(ada);
  const bobs = [await UserPage.open(bob), await UserPage.open(bob)] as const;
  const callId = crypto.randomUUID();
  const answer = await call(ada, callId);
  const { room } = await answer.json<{ room: { slug: string; title: string } }>();
  await Promise.all(bobs.map((page) => rings(page, callId)));
  await adas.inbox.take("calls", ({ outgoing }) => outgoing.some((one) => one.callId === callId));
  return { adas, bobs, callId, room };
}

describe("a call", () => {
  test("rings on every page, and ends on all of them when one accepts", async () => {
    const { adas, bobs, callId, room } = await ringing();
    const [here, there] = bobs;
    here.say({ type: "answer-call", callId, accept: true });
    const [over] = await Promise.all([
      ends(adas, callId, "accepted"),
      ends(here, callId, "accepted"),
      ends(there, callId, "accepted"),
    ]);
    expect(over).toMatchObject({ friend, name: "Bob", room, isOwn: true });
    for (const page of [adas, ...bobs])
      await page.inbox.take("calls", ({ incoming, outgoing }) => incoming.length + outgoing.length === 0);
    const outcome = { friend, outcome: "accepted" };
    await expect.poll(() => lastCalls(ada)).toMatchObject([{ ...outcome, name: "Bob", isOwn: true }]);
    expect(await lastCalls(bob)).toMatchObject([{ ...outcome, name: "Ada", isOwn: false }]);
    // What one says after the other comes too late.
    there.say({ type: "answer-call", callId, accept: false });
    await there.request({ type: "here", away: "?" });
    expect(await lastCalls(ada)).toMatchObject([outcome]);
  });

  test("is declined, or taken back", async () => {
    const declined = await ringing();
    declined.bobs[1].say({ type: "answer-call", callId: declined.callId, accept: false });
    await Promise.all(
      [declined.adas, ...declined.bobs].map((page) => ends(page, declined.callId, "declined")),
    );
    await expect.poll(async () => (await lastCalls(bob))[0]?.outcome).toBe("declined");
    const cancelled = await ringing();
    // Nobody but who called can take it back, nor answer it but who is called.
    cancelled.bobs[0].say({ type: "cancel-call", callId: cancelled.callId });
    cancelled.adas.say({ type: "answer-call", callId: cancelled.callId, accept: true });
    cancelled.adas.say({ type: "cancel-call", callId: cancelled.callId });
    await Promise.all([...cancelled.bobs].map((page) => ends(page, cancelled.callId, "cancelled")));
    expect((await lastCalls(bob)).map(({ outcome }) => outcome)).toEqual(["missed", "declined"]);
  });

  test("that nobody answers ends by itself, also where both objects were idle", async () => {
    const { adas, bobs, callId } = await ringing();
    await Promise.all([evictUser(ada, "hibernate"), evictUser(bob, "hibernate")]);
    await passFor(bob, TIMES.ringMs);
    await passFor(ada, TIMES.ringMs);
    await Promise.all([adas, ...bobs].map((page) => ends(page, callId, "missed")));
    expect(await lastCalls(ada)).toMatchObject([{ outcome: "missed" }]);
  });

  test("rings on a page that is opened only then, and is over when the caller has gone", async () => {
    const adas = await UserPage.open(ada);
    const callId = crypto.randomUUID();
    await call(ada, callId);
    await adas.inbox.take("calls", ({ outgoing }) => outgoing.length === 1);
    const bobs = await UserPage.open(bob);
    await rings(bobs, callId);
    adas.socket.close();
    await adas.socket.closed;
    await passFor(ada, TIMES.goneMs);
    await ends(bobs, callId, "cancelled");
  });

  test("is in the same room each time, as long as that is open to both", async () => {
    const slugOf = async (response: Response) =>
      (await response.json<{ room: { slug: string } }>()).room.slug;
    const first = await slugOf(await call(ada));
    expect(await slugOf(await call(bob))).toBe(first);
    expect((await bob.guest.post(PATHS.session(first))).status).toBe(200);
    await ada.guest.fetch(PATHS.room(first), { method: "DELETE" });
    expect(await slugOf(await call(bob))).not.toBe(first);
  });

  test("ends when the friendship does", async () => {
    const { bobs, callId } = await ringing();
    await bob.send("POST", FRIEND_PATHS.block(friend));
    await ends(bobs[0], callId, "cancelled");
    const refused = await call(ada);
    expect([refused.status, await codeOf(refused)]).toEqual([404, "friend_not_found"]);
    // It is remembered, but there is nobody to call again.
    expect(await lastCalls(ada)).toMatchObject([{ name: "Bob", friend: null }]);
  });

  test("is forgotten with the account, and told in what is exported", async () => {
    await call(ada);
    const exported = await (await bob.guest.fetch(ACCOUNT_PATHS.export)).json();
    expect(exported).toMatchObject({ calls: [{ from: ada.account.handle, to: null, outcome: "missed" }] });
  });
});

describe("nobody is called", () => {
  test("by a stranger, a guest, or in another's name", async () => {
    const eve = await newMember("Eve");
    for (const id of [friend, crypto.randomUUID(), "nonsense"]) {
      const response = await call(eve, crypto.randomUUID(), id);
      expect([response.status, await codeOf(response)]).toEqual([404, "friend_not_found"]);
    }
    const nonsense = await call(ada, "nonsense");
    expect([nonsense.status, await codeOf(nonsense)]).toEqual([400, "bad_request"]);
    const signedOut = ada.guest.copy();
    await ada.guest.post(ACCOUNT_PATHS.signOut);
    expect((await signedOut.post(FRIEND_PATHS.call(friend), { callId: crypto.randomUUID() })).status).toBe(
      401,
    );
  });

  test("too often", async () => {
    for (let made = 0; made < LIMITS.callsPerMinute; made++) expect((await call(ada)).status).toBe(200);
    const response = await call(ada);
    expect([response.status, await codeOf(response)]).toEqual([429, "rate_limited"]);
    // Others are none the worse for it.
    expect((await call(bob)).status).toBe(200);
  });

  test("by more friends at a time than may ring", async () => {
    const bobs = await UserPage.open(bob);
    const others = await Promise.all(
      Array.from({ length: LIMITS.ringsAtOnce }, (_, i) => newMember(`F${i}`)),
    );
    for (const other of others) await call(other, crypto.randomUUID(), await befriend(other, bob));
    await bobs.inbox.take("calls", ({ incoming }) => incoming.length === LIMITS.ringsAtOnce);
    const last = crypto.randomUUID();
    expect((await call(ada, last)).status).toBe(200);
    const stored = env.USERS.get(env.USERS.idFromName(bob.account.id));
    await stored.listChanged();
    await bobs.inbox.take("friends-changed");
    expect(
      bobs.inbox.waiting.filter(
        (item) => item.type === "calls" && item.incoming.some((one) => one.callId === last),
      ),
    ).toEqual([]);
  });
});
