import { NeonDbError, type NeonQueryFunction, neon, neonConfig } from "@neondatabase/serverless";
import type { Config } from "../env.ts";

export type Database = NeonQueryFunction<false, false>;

/** One-shot queries over HTTP: no connection is kept, as suits a Worker. */
export function database({ databaseUrl, databaseEndpoint }: Config): Database {
  if (databaseEndpoint) neonConfig.fetchEndpoint = () => `${databaseEndpoint}/sql`;
  return neon(databaseUrl);
}

/** Whether an error says that the database could not be reached or did not do its part. */
export function isDatabaseError(error: unknown): boolean {
  return error instanceof NeonDbError;
}

/** Whether an error says that a unique key is taken (SQLSTATE 23505). */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof NeonDbError && error.code === "23505";
}
