import { NeonDbError, type NeonQueryFunction, neon, neonConfig } from "@neondatabase/serverless";
import type { Config } from "../env.ts";
import { log } from "../log.ts";

export type Database = NeonQueryFunction<false, false>;

/** A statement that has not been sent: alone, when it is awaited, or with others in `sql.transaction`. */
export type Statement = ReturnType<Database>;

/** SQLSTATEs of what PostgreSQL has ended because something else was in its way: a deadlock, a failed serialization. */
const ENDED_FOR_ANOTHER: ReadonlySet<unknown> = new Set(["40P01", "40001"]);
/** Each time one of those that were in each other's way has gone on, so that nobody needs many. */
const MOST_TRIES = 4;

/**
 * One-shot queries and transactions over HTTP: no connection is kept, as suits a Worker, and nobody holds a lock while they think,
 * because all statements of a transaction are sent at once.
 */
export function database({
  databaseUrl,
  databaseEndpoint,
}: Pick<Config, "databaseUrl" | "databaseEndpoint">): Database {
  neonConfig.fetchFunction = sendUntilDone;
  if (databaseEndpoint) neonConfig.fetchEndpoint = () => `${databaseEndpoint}/sql`;
  return neon(databaseUrl);
}

/**
 * Each request is one transaction. One that PostgreSQL has ended for the sake of another has changed nothing, and nobody has
 * heard of it: it is sent again.
 */
async function sendUntilDone(address: string, request: RequestInit): Promise<Response> {
  for (let triesLeft = MOST_TRIES - 1; ; triesLeft--) {
    const response = await fetch(address, request);
    if (response.status !== 400 || triesLeft === 0) return response;
    const text = await response.text();
    if (!ENDED_FOR_ANOTHER.has(codeIn(text))) return new Response(text, response);
    log({ event: "transaction-sent-again", code: String(codeIn(text)) });
  }
}

/** The SQLSTATE of an error that Neon answers. */
function codeIn(text: string): unknown {
  try {
    return JSON.parse(text).code;
  } catch {
    return undefined;
  }
}

/**
 * A replica, which may lag behind: only for what nobody has changed just now, or what a room tells anyway until it has
 * arrived there. Where there is none it is the database itself.
 */
export function replica({
  readDatabaseUrl: databaseUrl,
  databaseEndpoint,
}: Pick<Config, "readDatabaseUrl" | "databaseEndpoint">): Database {
  return database({ databaseUrl, databaseEndpoint });
}

/** Whether an error says that the database could not be reached or did not do its part. */
export function isDatabaseError(error: unknown): boolean {
  return error instanceof NeonDbError;
}

/** Whether an error says that a unique key is taken (SQLSTATE 23505): any, or the one with this name. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof NeonDbError) || error.code !== "23505") return false;
  return constraint === undefined || error.constraint === constraint;
}

/** Milliseconds since 1970, as a `timestamptz` takes them. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
