import { neon } from "@neondatabase/serverless";
import { beforeEach, describe, expect, test } from "vitest";
import { ACCOUNT_PATHS } from "../../protocol/account.ts";
import { FRIEND_PATHS } from "../../protocol/friends.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { PASSWORD } from "./harness/account.ts";
import { fillFriends, ownDatabase } from "./harness/database.ts";
import { befriend, type Member, newMember } from "./harness/friends.ts";
import { codeOf, Guest } from "./harness/guest.ts";

const NOTHING = { friends: [], incoming: [], outgoing: [], blocked: [] };
const NOBODY = "nobody_has_this_one";

let ada: Member;
let bob: Member;

beforeEach(async () => {
  [ada, bob] = await Promise.all([newMember("Ada"), newMember("Bob")]);
});

const entry = ({ account: { handle, name } }: Member) => ({
  id: expect.any(String),
  handle,
  name,
  picture: null,
});
const friend = (member: Member) => ({ ...entry(member), status: "" });
const sql = () => neon(ownDatabase.databaseUrl);

/** Bob asks Ada; returns the id of it, as Ada knows it. */
async function bobAsksAda(): Promise<string> {
  await bob.ask(ada.account.handle);
  return (await ada.list()).incoming[0]?.id ?? "";
}

describe("a request", () => {
  test("is seen by both, and makes friends of them when it is accepted", async () => {
    const id = await bobAsksAda();
    expect(await ada.list()).toEqual({ ...NOTHING, incoming: [entry(bob)] });
    expect(await bob.list()).toEqual({ ...NOTHING, outgoing: [{ handle: ada.account.handle }] });
    expect((await ada.send("POST", FRIEND_PATHS.accept(id))).status).toBe(200);
    expect(await ada.list()).toEqual({ ...NOTHING, friends: [{ ...friend(bob), id }] });
    expect(await bob.list()).toEqual({ ...NOTHING, friends: [{ ...friend(ada), id }] });
  });

  test("the other way is a yes; asking again changes nothing", async () => {
    await befriend(ada, bob);
    for (const answer of [await ada.ask(bob.account.handle), await bob.ask(ada.account.handle)])
      expect([answer.status, await answer.json()]).toEqual([200, {}]);
    expect(await ada.list()).toEqual({ ...NOTHING, friends: [friend(bob)] });
  });

  test("of both to each other at once is a friendship", async () => {
    const rounds = Array.from({ length: 6 }, async () => {
      const [one, other] = await Promise.all([newMember("One"), newMember("Other")]);
      await Promise.all([
        one.ask(other.account.handle),
        other.ask(one.account.handle),
        one.ask(other.account.handle),
      ]);
      expect(await one.list()).toEqual({ ...NOTHING, friends: [friend(other)] });
      expect(await other.list()).toEqual({ ...NOTHING, friends: [friend(one)] });
    });
    await Promise.all(rounds);
  });

  test("is taken back", async () => {
    await bobAsksAda();
    await bob.send("DELETE", FRIEND_PATHS.request(ada.account.handle));
    expect([await ada.list(), await bob.list()]).toEqual([NOTHING, NOTHING]);
  });

  test("that was refused looks to who asked as before, and is not heard when it is asked again", async () => {
    const id = await bobAsksAda();
    const before = await bob.list();
    expect((await ada.send("DELETE", FRIEND_PATHS.friend(id))).status).toBe(200);
    await bob.ask(ada.account.handle);
    expect([await ada.list(), await bob.list()]).toEqual([NOTHING, before]);
    // Who refused may come to think otherwise.
    await ada.ask(bob.account.handle);
    const request = (await bob.list()).incoming[0]?.id ?? "";
    await bob.send("POST", FRIEND_PATHS.accept(request));
    expect(await bob.list()).toEqual({ ...NOTHING, friends: [friend(ada)] });
  });

  test.for([
    { handle: "Ada!" },
    { handle: "а_da" },
    { handle: "x" },
    { handle: 7 },
    {},
    null,
    { handle: "a".repeat(31) },
  ])("for %j is refused", async (body) => {
    const response = await ada.guest.post(FRIEND_PATHS.friends, body);
    expect([response.status, await codeOf(response)]).toEqual([400, "bad_request"]);
  });

  test("to oneself is refused", async () => {
    const response = await ada.ask(ada.account.handle);
    expect([response.status, await codeOf(response)]).toEqual([400, "bad_request"]);
    expect(await ada.list()).toEqual(NOTHING);
  });

  test("is one of so many, whether or not they are heard, and however many are sent at once", async () => {
    await bob.ask(ada.account.handle);
    const answers = await Promise.all(
      Array.from({ length: LIMITS.friendRequests + 5 }, (_, index) => bob.ask(`nobody_${index}`)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(LIMITS.friendRequests - 1);
    const refused = answers.find(({ status }) => status !== 200);
    expect([refused?.status, refused && (await codeOf(refused))]).toEqual([409, "too_many_requests"]);
    const open = (await bob.list()).outgoing;
    expect(open).toHaveLength(LIMITS.friendRequests);
    await bob.send("DELETE", FRIEND_PATHS.request(ada.account.handle));
    expect((await bob.ask(ada.account.handle)).status).toBe(200);
  });
});

test("nobody has more friends than there may be, however they become it", async () => {
  await sql()`
    WITH made AS (
      INSERT INTO users (id, handle, name)
      SELECT gen_random_uuid(), left('f' || replace(gen_random_uuid()::text, '-', ''), 20), 'Friend'
      FROM generate_series(1, ${LIMITS.friends - 1}) RETURNING id
    )
    INSERT INTO friendships (low_id, high_id, asked_by, asked_handle, asked_at, accepted_at)
    SELECT least(id, ${ada.account.id}::uuid), greatest(id, ${ada.account.id}::uuid), id, 'ada', now(), now() FROM made`;
  const others = await Promise.all([newMember("Cy"), newMember("Di"), newMember("Ed")]);
  for (const other of others) await other.ask(ada.account.handle);
  const [first, second, third] = (await ada.list()).incoming;
  const answers = await Promise.all([
    ada.send("POST", FRIEND_PATHS.accept(first?.id ?? "")),
    ada.send("POST", FRIEND_PATHS.accept(second?.id ?? "")),
    ada.ask(third?.handle ?? ""),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect((await ada.list()).friends).toHaveLength(LIMITS.friends);
});

describe("a friendship", () => {
  test("ends for both when one of them ends it", async () => {
    const id = await befriend(ada, bob);
    expect((await bob.send("DELETE", FRIEND_PATHS.friend(id))).status).toBe(200);
    expect([await ada.list(), await bob.list()]).toEqual([NOTHING, NOTHING]);
  });

  test("is nobody's else to see, accept, end or block", async () => {
    const request = await bobAsksAda();
    const eve = await newMember("Eve");
    const attempts = (who: Member, id: string) => [
      who.send("POST", FRIEND_PATHS.accept(id)),
      who.send("POST", FRIEND_PATHS.block(id)),
      who.send("DELETE", FRIEND_PATHS.friend(id)),
    ];
    // Who has asked can neither accept nor, by this id, see what becomes of it.
    for (const who of [eve, bob])
      for (const answer of await Promise.all([...attempts(who, request), ...attempts(who, "no-id")]))
        expect([answer.status, await codeOf(answer)]).toEqual([404, "friend_not_found"]);
    expect((await ada.list()).incoming).toHaveLength(1);
    expect(await eve.list()).toEqual(NOTHING);
  });

  test("is nobody's who is not signed in, and no other site's", async () => {
    const response = await new Guest().fetch(FRIEND_PATHS.friends);
    expect([response.status, await codeOf(response)]).toEqual([401, "signed_out"]);
    const foreign = { Origin: "https://evil.test" };
    const body = { handle: bob.account.handle };
    expect((await ada.guest.post(FRIEND_PATHS.friends, body, foreign)).status).toBe(403);
    expect((await ada.guest.post(FRIEND_PATHS.friends, body, { "Content-Type": "text/plain" })).status).toBe(
      415,
    );
    expect(await ada.list()).toEqual(NOTHING);
  });
});

describe("a block", () => {
  test("ends a friendship, hides who blocks, and is told to nobody", async () => {
    const id = await befriend(ada, bob);
    expect((await ada.send("POST", FRIEND_PATHS.block(id))).status).toBe(200);
    expect(await ada.list()).toEqual({ ...NOTHING, blocked: [entry(bob)] });
    expect(await bob.list()).toEqual(NOTHING);
    await bob.ask(ada.account.handle);
    expect((await ada.list()).incoming).toEqual([]);
  });

  test("of who asks leaves their request as it was, to them", async () => {
    const id = await bobAsksAda();
    const before = await bob.list();
    await ada.send("POST", FRIEND_PATHS.block(id));
    expect(await bob.list()).toEqual(before);
    const back = await ada.ask(bob.account.handle);
    expect([back.status, await codeOf(back)]).toEqual([409, "blocked_by_you"]);
  });

  test("ends", async () => {
    await ada.send("POST", FRIEND_PATHS.block(await befriend(ada, bob)));
    const [block] = (await ada.list()).blocked;
    await bob.send("DELETE", FRIEND_PATHS.blocked(block?.id ?? ""));
    expect((await ada.list()).blocked).toHaveLength(1);
    await ada.send("DELETE", FRIEND_PATHS.blocked(block?.id ?? ""));
    expect(await ada.list()).toEqual(NOTHING);
    await befriend(ada, bob);
  });

  test("at the same moment as a request leaves no request", async () => {
    const id = await befriend(ada, bob);
    await Promise.all([ada.send("POST", FRIEND_PATHS.block(id)), bob.ask(ada.account.handle)]);
    expect(await ada.list()).toEqual({ ...NOTHING, blocked: [entry(bob)] });
  });
});

test("somebody who has blocked one, somebody who has refused and nobody at all are one and the same", async () => {
  const [blocker, refuser, silent] = await Promise.all([newMember("B"), newMember("R"), newMember("S")]);
  const eve = await newMember("Eve");
  await blocker.send("POST", FRIEND_PATHS.block(await befriend(blocker, eve)));
  await eve.ask(refuser.account.handle);
  await refuser.send("DELETE", FRIEND_PATHS.friend((await refuser.list()).incoming[0]?.id ?? ""));
  const handles = [blocker, refuser, silent].map(({ account }) => account.handle).concat(NOBODY);
  const answers = await Promise.all(handles.map((handle) => eve.ask(handle)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(await Promise.all(answers.map((answer) => answer.text())))).toEqual(new Set(["{}"]));
  const { outgoing, ...others } = await eve.list();
  expect(others).toEqual({ friends: [], incoming: [], blocked: [] });
  // Nothing but what was typed is told, also when they change what they are called, or go.
  await silent.change({ handle: `h_${crypto.randomUUID().slice(0, 8)}`, name: "Other" });
  expect((await eve.list()).outgoing).toEqual(outgoing);
  await silent.guest.post(ACCOUNT_PATHS.delete, { password: PASSWORD });
  expect((await eve.list()).outgoing).toEqual(outgoing);
  expect(outgoing.map(({ handle }) => handle).sort()).toEqual(handles.sort());
  for (const handle of handles) {
    const answer = await eve.send("DELETE", FRIEND_PATHS.request(handle));
    expect([answer.status, await answer.text()]).toEqual([200, "{}"]);
  }
});

test("a status is seen by friends, and by nobody else", async () => {
  const cy = await newMember("Cy");
  await befriend(ada, bob);
  await cy.ask(ada.account.handle);
  await ada.ask(cy.account.handle);
  await ada.send(
    "POST",
    FRIEND_PATHS.block((await ada.list()).friends.find(({ name }) => name === "Cy")?.id ?? ""),
  );
  await bob.ask(cy.account.handle);
  const changed = await bob.change({ status: "  In\u202e the <b>attic</b>  " });
  expect(await changed.json()).toEqual({ ...bob.account, status: "In the <b>attic</b>" });
  expect((await ada.list()).friends).toEqual([{ ...friend(bob), status: "In the <b>attic</b>" }]);
  expect((await cy.list()).incoming).toEqual([entry(bob)]);
  for (const status of ["x".repeat(LIMITS.statusChars + 1), 7, null])
    expect((await bob.change({ status })).status).toBe(400);
  await bob.change({ status: "" });
  expect((await ada.list()).friends).toEqual([friend(bob)]);
});

test("markup in a name is a name", async () => {
  const name = '<img src=x onerror="alert(1)">';
  const eve = await newMember(name);
  await eve.ask(ada.account.handle);
  expect((await ada.list()).incoming).toEqual([entry(eve)]);
  expect((await ada.list()).incoming[0]?.name).toBe(name);
});

test("an account takes what was between it and others along, and says what that was", async () => {
  const cy = await newMember("Cy");
  await befriend(ada, bob);
  await ada.send("POST", FRIEND_PATHS.block(await befriend(ada, cy)));
  await ada.ask(NOBODY);
  const everything = await (await ada.guest.fetch(ACCOUNT_PATHS.export)).json();
  expect(everything).toMatchObject({
    friends: [{ handle: bob.account.handle, name: "Bob" }],
    friendRequests: [{ handle: NOBODY }],
    blocked: [{ handle: cy.account.handle }],
  });
  await ada.guest.post(ACCOUNT_PATHS.delete, { password: PASSWORD });
  expect(await bob.list()).toEqual(NOTHING);
});

test("no row of a pair but one can be", async () => {
  await befriend(ada, bob);
  const [low, high] = [ada.account.id, bob.account.id].sort() as [string, string];
  const insert = (a: string, b: string, by: string) => sql()`
    INSERT INTO friendships (low_id, high_id, asked_by, asked_handle, asked_at) VALUES (${a}, ${b}, ${by}, 'x', now())`;
  await expect(insert(low, high, low)).rejects.toThrow(/friendships_pkey/);
  await expect(insert(high, low, low)).rejects.toThrow(/check/);
  await expect(insert(low, low, low)).rejects.toThrow(/check/);
  await expect(insert(low, high, crypto.randomUUID())).rejects.toThrow(/check/);
});

test("one has only so many friends, whatever others have", async () => {
  const cleo = await newMember("Cleo");
  await fillFriends(ada.account.id, LIMITS.friends);
  await bob.ask(ada.account.handle);
  const [request] = (await ada.list()).incoming;
  const accepted = await ada.send("POST", FRIEND_PATHS.accept(request?.id ?? ""));
  expect([accepted.status, await codeOf(accepted)]).toEqual([409, "too_many_friends"]);
  const asked = await ada.ask(bob.account.handle);
  expect([asked.status, await codeOf(asked)]).toEqual([409, "too_many_friends"]);
  await bob.ask(cleo.account.handle);
  const [other] = (await cleo.list()).incoming;
  expect((await cleo.send("POST", FRIEND_PATHS.accept(other?.id ?? ""))).status).toBe(200);
});
