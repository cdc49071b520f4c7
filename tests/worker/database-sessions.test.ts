import { afterEach, describe, expect, test } from "vitest";
import { database, isDatabaseError, isUniqueViolation } from "../../worker/db/client.ts";
import { ownDatabase } from "./harness/database.ts";
import { newMember } from "./harness/friends.ts";

const sql = database(ownDatabase);

// Where the database is reached is said anew with each call of `database`.
afterEach(() => void database(ownDatabase));

describe("a transaction in a session", () => {
  test("sees what it has done itself, and decides by it", async () => {
    const { id } = (await newMember("Ada")).account;
    const status = await sql.begin(async (run) => {
      await run(sql`UPDATE users SET status = ${"here"} WHERE id = ${id}`);
      const [row] = await run<{ status: string }>(sql`SELECT status FROM users WHERE id = ${id}`);
      await run(sql`UPDATE users SET status = ${`${row?.status} still`} WHERE id = ${id}`);
      return row?.status;
    });
    expect(status).toBe("here");
    expect(await sql`SELECT status FROM users WHERE id = ${id}`).toEqual([{ status: "here still" }]);
  });

  test("has changed nothing where a step throws, and tells what it threw", async () => {
    const { id } = (await newMember("Ada")).account;
    const reason = new Error("no");
    const changing = sql.begin(async (run) => {
      await run(sql`UPDATE users SET status = 'gone' WHERE id = ${id}`);
      throw reason;
    });
    await expect(changing).rejects.toBe(reason);
    expect(await sql`SELECT status FROM users WHERE id = ${id}`).toEqual([{ status: "" }]);
  });

  test("takes and gives values as a request over HTTP does", async () => {
    const statement = sql`
      SELECT ${7}::int AS number, ${null}::text AS nothing, ${["a", "b"]}::text[] AS list,
        ${JSON.stringify({ a: 1 })}::jsonb AS json, true AS truth, '2026-01-02T03:04:05Z'::timestamptz AS time`;
    expect(await sql.begin((run) => run(statement))).toEqual(await statement);
  });

  test("is refused as a request over HTTP is", async () => {
    const { id, handle } = (await newMember("Ada")).account;
    const insert = sql`INSERT INTO users (id, name, handle) VALUES (${crypto.randomUUID()}, 'Ada', ${handle})`;
    const error = await sql.begin((run) => run(insert)).catch((thrown) => thrown);
    expect([isUniqueViolation(error), isUniqueViolation(error, "users_handle_key")]).toEqual([true, true]);
    expect(await sql`SELECT handle FROM users WHERE id = ${id}`).toEqual([{ handle }]);
  });

  test("is ended by PostgreSQL where its Worker is not heard of for a while", async () => {
    const shown = sql.begin((run) => run(sql`SHOW idle_in_transaction_session_timeout`));
    expect(await shown).toEqual([{ idle_in_transaction_session_timeout: "5s" }]);
  });

  test("says so where the database cannot be reached", async () => {
    const nowhere = database({ ...ownDatabase, databaseEndpoint: "http://127.0.0.1:9" });
    const error = await nowhere.begin((run) => run(sql`SELECT 1`)).catch((thrown) => thrown);
    expect(isDatabaseError(error)).toBe(true);
  });
});
