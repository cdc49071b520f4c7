import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NeonDbError, neon, neonConfig, Pool } from "@neondatabase/serverless";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { temporaryDirectory } from "../testing/temporary.ts";
import { migrate } from "./migrate.ts";
import { type NeonEndpoint, startNeonEndpoint } from "./neon-endpoint.ts";
import { type Postgres, startPostgres } from "./postgres.ts";

let directory: string;
let postgres: Postgres;

const start = (): Promise<Postgres> =>
  startPostgres({ directory: join(directory, "postgres"), password: "p@ss/word", output: () => {} });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "nearcast-"));
  postgres = await start();
}, 30_000);

afterAll(async () => {
  await postgres.close();
  await rm(directory, { recursive: true, force: true });
});

async function query(sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("migrate", () => {
  let files: string;
  const write = (name: string, sql: string): Promise<void> => writeFile(join(files, name), sql);

  beforeEach(async () => {
    files = await temporaryDirectory();
    await query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    await write("0001_rooms.sql", "CREATE TABLE rooms (id int)");
    await write("0002_title.sql", "ALTER TABLE rooms ADD title text; INSERT INTO rooms VALUES (1, 'a')");
  });

  test("applies what is new, once and in order", async () => {
    expect(await migrate(postgres.url, files)).toEqual(["0001_rooms", "0002_title"]);
    expect(await migrate(postgres.url, files)).toEqual([]);
    await write("0003_more.sql", "INSERT INTO rooms VALUES (2, 'b')");
    expect(await migrate(postgres.url, files)).toEqual(["0003_more"]);
    expect(await query("SELECT id FROM rooms ORDER BY id")).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test("applies each once when several start together", async () => {
    const applied = await Promise.all([1, 2, 3].map(() => migrate(postgres.url, files)));
    expect(applied.flat().sort()).toEqual(["0001_rooms", "0002_title"]);
  });

  test("keeps nothing of a migration that fails", async () => {
    await write("0003_wrong.sql", "INSERT INTO rooms VALUES (2, 'b'); SELECT nonsense");
    await expect(migrate(postgres.url, files)).rejects.toThrow("0003_wrong failed");
    expect(await query("SELECT id FROM rooms")).toEqual([{ id: 1 }]);
  });

  test("refuses an applied file that has changed", async () => {
    await migrate(postgres.url, files);
    await write("0001_rooms.sql", "CREATE TABLE rooms (id bigint)");
    await expect(migrate(postgres.url, files)).rejects.toThrow("0001_rooms has changed");
  });

  test("refuses a file that comes before an applied one", async () => {
    await rm(join(files, "0001_rooms.sql"));
    await write("0002_title.sql", "SELECT 1");
    await migrate(postgres.url, files);
    await write("0001_late.sql", "SELECT 1");
    await expect(migrate(postgres.url, files)).rejects.toThrow("0001_late comes before 0002_title");
  });

  test("refuses a database that is ahead of the checkout", async () => {
    await migrate(postgres.url, files);
    await rm(join(files, "0002_title.sql"));
    await expect(migrate(postgres.url, files)).rejects.toThrow("0002_title, which is not in this checkout");
  });

  test("refuses names that have no order", async () => {
    await write("0002_again.sql", "SELECT 1");
    await expect(migrate(postgres.url, files)).rejects.toThrow("number 0002");
    await write("late.sql", "SELECT 1");
    await expect(migrate(postgres.url, files)).rejects.toThrow("late.sql is not named");
  });
});

describe("the endpoint that Neon's driver talks to", () => {
  let endpoint: NeonEndpoint;

  beforeAll(async () => {
    endpoint = await startNeonEndpoint(postgres.url);
    neonConfig.fetchEndpoint = `${endpoint.origin}/sql`;
    neonConfig.wsProxy = (host, port) => `${host}:${port}/v2`;
    neonConfig.useSecureWebSocket = false;
    neonConfig.pipelineConnect = false;
  });
  afterAll(() => endpoint.close());

  test("answers a query with values of every kind", async () => {
    const sql = neon(endpoint.databaseUrl);
    const rows = await sql`
      SELECT ${7}::int AS number, ${"é"}::text AS text, ${null}::text AS nothing, ${[1, 2]}::int[] AS list,
        ${JSON.stringify({ a: 1 })}::jsonb AS json, true AS truth, '2026-01-02T03:04:05Z'::timestamptz AS time`;
    expect(rows).toEqual([
      {
        number: 7,
        text: "é",
        nothing: null,
        list: [1, 2],
        json: { a: 1 },
        truth: true,
        time: new Date("2026-01-02T03:04:05Z"),
      },
    ]);
  });

  test("runs several queries as one transaction", async () => {
    const sql = neon(endpoint.databaseUrl);
    await sql`CREATE TABLE batch (id int PRIMARY KEY)`;
    const insert = sql.transaction([sql`INSERT INTO batch VALUES (1)`, sql`INSERT INTO batch VALUES (1)`]);
    await expect(insert).rejects.toMatchObject({ code: "23505", constraint: "batch_pkey" });
    expect(await sql`SELECT * FROM batch`).toEqual([]);
    const [level] = await sql.transaction([sql`SHOW transaction_isolation`], {
      isolationLevel: "Serializable",
    });
    expect(level).toEqual([{ transaction_isolation: "serializable" }]);
  });

  test("carries sessions", async () => {
    const pool = new Pool({ connectionString: endpoint.databaseUrl });
    const client = await pool.connect();
    await client.query("CREATE TEMPORARY TABLE kept (id int)");
    await client.query("INSERT INTO kept VALUES ($1)", [5]);
    expect((await client.query("SELECT id FROM kept")).rows).toEqual([{ id: 5 }]);
    client.release();
    await pool.end();
  });

  test("refuses a wrong password", async () => {
    const url = new URL(endpoint.databaseUrl);
    url.password = "wrong";
    await expect(neon(url.href)`SELECT 1`).rejects.toThrow(NeonDbError);
  });
});

test("the database comes back after a crash with what it held", async () => {
  await query("CREATE TABLE survivors (id int); INSERT INTO survivors VALUES (1)");
  await postgres.child.kill();
  postgres = await start();
  expect(await query("SELECT id FROM survivors")).toEqual([{ id: 1 }]);
});

test("a start ends the server that a killed stack left behind", async () => {
  const orphan = postgres;
  postgres = await start();
  expect((await orphan.child.exited).requested).toBe(false);
  expect(await query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
});
