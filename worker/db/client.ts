import { NeonDbError, type NeonQueryFunction, neon, neonConfig } from "@neondatabase/serverless";
import type { Config } from "../env.ts";
import { log } from "../log.ts";
import { type Steps, transact } from "./session.ts";

/** PostgreSQL, asked in one of two ways. What is written as `sql` and awaited, or given to `transaction`, is one request over HTTP. */
export interface Database extends NeonQueryFunction<false, false> {
  /** A transaction in which a statement depends on what an earlier one has found; see `transact`. */
  begin<T>(steps: Steps<T>): Promise<T>;
}

/** A statement that has not been sent: alone, when it is awaited, with others in `sql.transaction`, or as a step of `sql.begin`. */
export type Statement = ReturnType<NeonQueryFunction<false, false>>;

/** SQLSTATEs of what PostgreSQL has ended because something else was in its way: a deadlock, a failed serialization. */
const ENDED_FOR_ANOTHER: ReadonlySet<unknown> = new Set(["40P01", "40001"]);
/** Each time one of those that were in each other's way has gone on, so that nobody needs many. */
const MOST_TRIES = 4;

/**
 * One statement, or several whose list is known beforehand, are sent at once over HTTP: no connection is kept, as suits a Worker,
 * and nobody holds a lock while they wait for an answer. Only what decides between its statements takes a session.
 */
export function database({
  databaseUrl,
  databaseEndpoint,
}: Pick<Config, "databaseUrl" | "databaseEndpoint">): Database {
  neonConfig.fetchFunction = sendUntilDone;
  if (databaseEndpoint) reachAt(new URL(databaseEndpoint));
  return Object.assign(neon(databaseUrl), {
    begin: <T>(steps: Steps<T>) => transactUntilDone(databaseUrl, steps),
  });
}

/** The local stack's endpoint speaks as Neon's does, without TLS; and PostgreSQL itself asks for the password there. */
function reachAt({ origin, host }: URL): void {
  neonConfig.fetchEndpoint = () => `${origin}/sql`;
  neonConfig.wsProxy = () => `${host}/v2`;
  neonConfig.useSecureWebSocket = false;
  neonConfig.pipelineConnect = false;
}

/** Each request is one transaction. */
async function sendUntilDone(address: string, request: RequestInit): Promise<Response> {
  for (let triesLeft = MOST_TRIES - 1; ; triesLeft--) {
    const response = await fetch(address, request);
    if (response.status !== 400 || triesLeft === 0) return response;
    const text = await response.text();
    if (!isToBeSentAgain(codeIn(text))) return new Response(text, response);
  }
}

async function transactUntilDone<T>(databaseUrl: string, steps: Steps<T>): Promise<T> {
  for (let triesLeft = MOST_TRIES - 1; ; triesLeft--) {
    try {
      return await transact(databaseUrl, steps);
    } catch (error) {
      if (triesLeft === 0 || !isDatabaseError(error) || !isToBeSentAgain(error.code)) throw error;
    }
  }
}

/** A transaction that PostgreSQL has ended for the sake of another has changed nothing, and nobody has heard of it. */
function isToBeSentAgain(code: unknown): boolean {
  if (!ENDED_FOR_ANOTHER.has(code)) return false;
  log({ event: "transaction-sent-again", code: String(code) });
  return true;
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
export function isDatabaseError(error: unknown): error is NeonDbError {
  return error instanceof NeonDbError;
}

/** Whether an error says that a unique key is taken (SQLSTATE 23505): any, or the one with this name. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!isDatabaseError(error) || error.code !== "23505") return false;
  return constraint === undefined || error.constraint === constraint;
}

/** Milliseconds since 1970, as a `timestamptz` takes them. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
