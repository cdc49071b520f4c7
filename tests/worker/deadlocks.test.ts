import { describe, expect, test } from "vitest";
import { ACCOUNT_PATHS } from "../../protocol/account.ts";
import { FRIEND_PATHS } from "../../protocol/friends.ts";
import { database, type Statement } from "../../worker/db/client.ts";
import { PASSWORD } from "./harness/account.ts";
import { ownDatabase } from "./harness/database.ts";
import { befriend, type Member, newMember } from "./harness/friends.ts";
import { logged } from "./harness/logged.ts";

const sql = database(ownDatabase);

const sentAgain = () => logged.filter(({ event }) => event === "transaction-sent-again");

describe("two transactions that wait for each other", { timeout: 30_000 }, () => {
  /** Appends to the status of one and then of the other, with time enough between for somebody who does it the other way round. */
  const appending = (text: string, first: string, second: string) => [
    sql`UPDATE users SET status = status || ${text} WHERE id = ${first}`,
    sql`SELECT pg_sleep(0.4)`,
    sql`UPDATE users SET status = status || ${text} WHERE id = ${second}`,
  ];
  const WAYS = {
    "at once": (statements: Statement[]) => sql.transaction(statements),
    "in a session": (statements: Statement[]) =>
      sql.begin(async (run) => {
        for (const statement of statements) await run(statement);
      }),
  };

  test.for(Object.entries(WAYS))(
    "are both done, each once, though PostgreSQL ends one of them: sent %s",
    async ([, send]) => {
      const [ada, bob] = await Promise.all([newMember("Ada"), newMember("Bob")]);
      const [a, b] = [ada.account.id, bob.account.id];
      await Promise.all([send(appending("x", a, b)), send(appending("y", b, a))]);
      expect(sentAgain()).toContainEqual(expect.objectContaining({ code: "40P01" }));
      const rows = await sql`SELECT status FROM users WHERE id IN (${a}, ${b})`;
      expect(rows.map(({ status }) => [...(status as string)].sort().join(""))).toEqual(["xy", "xy"]);
    },
  );

  test("are not sent for ever", async () => {
    const deadlock = sql`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = 'deadlock_detected'; END $$`;
    await expect(deadlock).rejects.toMatchObject({ code: "40P01" });
    expect(sentAgain()).toHaveLength(3);
    await expect(sql.begin((run) => run(deadlock))).rejects.toMatchObject({ code: "40P01" });
    expect(sentAgain()).toHaveLength(6);
  });

  test("are told from what is wrong with a query, which is sent once", async () => {
    await expect(sql`SELECT 1 / 0`).rejects.toMatchObject({ code: "22012" });
    await expect(sql.begin((run) => run(sql`SELECT 1 / 0`))).rejects.toMatchObject({ code: "22012" });
    expect(sentAgain()).toEqual([]);
  });
});

describe("many at once", { timeout: 60_000 }, () => {
  const call = ({ guest }: Member, friend: string) =>
    guest.post(FRIEND_PATHS.call(friend), { callId: crypto.randomUUID() });

  test("friends who called each other, each in a room of their own, delete their accounts in the same moment", async () => {
    const pairs = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const pair = await Promise.all([newMember("Ada"), newMember("Bob")]);
        const friend = await befriend(...pair);
        for (const one of pair) expect((await call(one, friend)).status).toBe(200);
        // The second call was in the first one's room: this gives each of the two a room in which the other one was.
        const [ada, bob] = pair;
        await sql`
          WITH made AS (
            INSERT INTO rooms (id, slug, title, owner_id)
            VALUES (gen_random_uuid(), ${`deadlock-${bob.account.id.slice(0, 8)}`}, 'Bob', ${bob.account.id}) RETURNING id)
          UPDATE calls SET room_id = (SELECT id FROM made) WHERE caller_id = ${bob.account.id} AND callee_id = ${ada.account.id}`;
        return pair;
      }),
    );
    const everybody = pairs.flat();
    const answers = await Promise.all(
      everybody.map(({ guest }) => guest.post(ACCOUNT_PATHS.delete, { password: PASSWORD })),
    );
    expect(answers.map(({ status }) => status)).toEqual(everybody.map(() => 200));
    const ids = everybody.map(({ account }) => account.id);
    const left = await sql`
      SELECT id FROM users WHERE id = ANY(${ids}::uuid[])
      UNION ALL SELECT id FROM rooms WHERE owner_id = ANY(${ids}::uuid[])
      UNION ALL SELECT id FROM calls WHERE caller_id = ANY(${ids}::uuid[]) OR callee_id = ANY(${ids}::uuid[])`;
    expect(left).toEqual([]);
  });

  test("people who ask, accept, end, block and take back in every order are all answered, and agree in the end", async () => {
    const people = await Promise.all(["Ada", "Bob", "Cy"].map((name) => newMember(name)));
    for (let round = 0; round < 5; round++) {
      const asked = people.flatMap((one) =>
        people.filter((other) => other !== one).map((other) => one.ask(other.account.handle)),
      );
      const acted = people.map(async (one, index) => {
        const { friends, incoming, outgoing, blocked } = await one.list();
        return Promise.all([
          ...friends.map(({ id }, at) =>
            (at + index + round) % 2 === 0
              ? one.send("DELETE", FRIEND_PATHS.friend(id))
              : one.send("POST", FRIEND_PATHS.block(id)),
          ),
          ...incoming.map(({ id }) => one.send("POST", FRIEND_PATHS.accept(id))),
          ...outgoing.map(({ handle }) => one.send("DELETE", FRIEND_PATHS.request(handle))),
          ...blocked.map(({ id }) => one.send("DELETE", FRIEND_PATHS.blocked(id))),
        ]);
      });
      const answers = [...(await Promise.all(asked)), ...(await Promise.all(acted)).flat()];
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    }
    const lists = await Promise.all(people.map((one) => one.list()));
    const ids = lists.flatMap(({ friends }) => friends.map(({ id }) => id));
    // Whoever is somebody's friend has that one as theirs.
    for (const id of ids) expect(ids.filter((one) => one === id)).toHaveLength(2);
  });
});
