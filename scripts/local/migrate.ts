import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { UserError } from "../cli/user-error.ts";

interface Migration {
  /** The file's name without `.sql`, e.g. `0001_rooms`. */
  readonly name: string;
  readonly sql: string;
  readonly hash: string;
}

/** Any number will do, as long as nothing else takes this advisory lock. */
const LOCK_ID = 7_305_146_892;

const CREATE_LEDGER = `
  CREATE TABLE IF NOT EXISTS schema_migrations (
    name text PRIMARY KEY,
    hash text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
  )`;

/**
 * Applies the files `NNNN_name.sql` of a directory that a database has not seen, in order, each in a
 * transaction of its own. It may run from several places at once. There is no way back: a mistake is
 * corrected by a further migration.
 *
 * @returns the names of those applied now
 * @throws {UserError} when an applied file has changed or is missing, a new one comes before an applied one,
 *   or one fails
 */
export async function migrate(databaseUrl: string, directory: string): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const client = new Client({ connectionString: databaseUrl });
  try {
    await client.connect();
  } catch (cause) {
    throw new UserError(`The database cannot be reached: ${(cause as Error).message}`, [], { cause });
  }
  try {
    const applied: string[] = [];
    for (;;) {
      const name = await inTransaction(client, () => applyNext(client, migrations));
      if (name === undefined) return applied;
      applied.push(name);
    }
  } finally {
    await client.end();
  }
}

/** Applies the first migration the database has not seen, and returns its name. */
async function applyNext(client: Client, migrations: readonly Migration[]): Promise<string | undefined> {
  // The lock lasts as long as the transaction, so it also works through a pooler.
  await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK_ID]);
  await client.query(CREATE_LEDGER);
  const ledger = await client.query<{ name: string; hash: string }>(
    "SELECT name, hash FROM schema_migrations ORDER BY name",
  );
  for (const [index, row] of ledger.rows.entries()) verifyApplied(row, migrations[index], migrations);
  const next = migrations[ledger.rows.length];
  if (next === undefined) return undefined;
  try {
    await client.query(next.sql);
  } catch (cause) {
    throw new UserError(`Migration ${next.name} failed: ${(cause as Error).message}`, [], { cause });
  }
  await client.query("INSERT INTO schema_migrations (name, hash) VALUES ($1, $2)", [next.name, next.hash]);
  return next.name;
}

/** What a database has applied must be the beginning of what there is. */
function verifyApplied(
  applied: { name: string; hash: string },
  expected: Migration | undefined,
  migrations: readonly Migration[],
): void {
  if (applied.name === expected?.name) {
    if (applied.hash === expected.hash) return;
    throw new UserError(
      `Migration ${applied.name} has changed since it was applied. Undo the change and add a new migration.`,
    );
  }
  if (migrations.some(({ name }) => name === applied.name)) {
    throw new UserError(
      `Migration ${expected?.name} comes before ${applied.name}, which is already applied. Give it a higher number.`,
    );
  }
  throw new UserError(
    `The database has migration ${applied.name}, which is not in this checkout. Update the checkout.`,
  );
}

async function inTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query("BEGIN");
  try {
    const result = await work();
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith(".sql")).sort();
  const misnamed = files.find((file) => !/^\d{4}_\w+\.sql$/.test(file));
  if (misnamed) throw new UserError(`The migration ${misnamed} is not named NNNN_name.sql.`);
  const twice = files.find((file, index) => file.slice(0, 4) === files[index - 1]?.slice(0, 4));
  if (twice) throw new UserError(`Two migrations have the number ${twice.slice(0, 4)}. Give one the next.`);
  return Promise.all(
    files.map(async (file) => {
      const sql = await readFile(join(directory, file), "utf8");
      const hash = createHash("sha256").update(sql).digest("hex");
      return { name: file.slice(0, -".sql".length), sql, hash };
    }),
  );
}
