import { NeonDbError, type NeonQueryFunction, neon, neonConfig } from "@neondatabase/serverless";
import type { Config } from "../env.ts";

export type Database = NeonQueryFunction<false, false>;

/** A statement that has not been sent: alone, when it is awaited, or with others in `sql.transaction`. */
export type Statement = ReturnType<Database>;

/** One-shot queries over HTTP: no connection is kept, as suits a Worker. */
export function database({
  databaseUrl,
  databaseEndpoint,
}: Pick<Config, "databaseUrl" | "databaseEndpoint">): Database {
  if (databaseEndpoint) neonConfig.fetchEndpoint = () => `${databaseEndpoint}/sql`;
  return neon(databaseUrl);
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
