import { join } from "node:path";
import { ROOT } from "../cli/paths.ts";
import { migrate } from "./migrate.ts";
import { type Postgres, type PostgresOptions, startPostgres } from "./postgres.ts";

/**
 * Starts a database with all its tables.
 *
 * @throws {UserError} when it does not start; and where a migration fails. It does not run then
 */
export async function startDatabase(options: PostgresOptions): Promise<Postgres> {
  const postgres = await startPostgres(options);
  try {
    await migrate(postgres.url, join(ROOT, "migrations"));
    return postgres;
  } catch (error) {
    await postgres.close();
    throw error;
  }
}
