import type { IncomingHttpHeaders } from "node:http";
import type { Pool, PoolClient, QueryArrayResult } from "pg";

/** A query as Neon's driver sends it: values are already in PostgreSQL's text form. */
interface NeonQuery {
  readonly query: string;
  readonly params?: readonly unknown[];
}

/** One query, or several that are one transaction. */
export type NeonRequest = NeonQuery | { readonly queries: readonly NeonQuery[] };

export interface NeonResult {
  readonly command: string;
  readonly rowCount: number | null;
  readonly fields: readonly object[];
  readonly rows: readonly unknown[][];
  readonly rowAsArray: true;
}

const ISOLATION_LEVELS: Readonly<Record<string, string>> = {
  ReadUncommitted: "READ UNCOMMITTED",
  ReadCommitted: "READ COMMITTED",
  RepeatableRead: "REPEATABLE READ",
  Serializable: "SERIALIZABLE",
};

/** The driver parses values itself, so they are handed over as the text PostgreSQL wrote. */
const RAW_TEXT = { getTypeParser: () => (text: string) => text };

/**
 * Answers a body that Neon's driver posted to `/sql`.
 *
 * @param headers say how a transaction is to be begun
 * @throws what PostgreSQL answered, as pg's DatabaseError
 */
export async function runNeonRequest(
  pool: Pool,
  request: NeonRequest,
  headers: IncomingHttpHeaders,
): Promise<NeonResult | { results: NeonResult[] }> {
  const client = await pool.connect();
  try {
    if (!("queries" in request)) return await runQuery(client, request);
    await client.query(beginStatement(headers));
    try {
      const results: NeonResult[] = [];
      for (const query of request.queries) results.push(await runQuery(client, query));
      await client.query("COMMIT");
      return { results };
    } catch (error) {
      // The first error is the one to tell; a connection that cannot roll back is broken anyway.
      await client.query("ROLLBACK").catch(() => {});
      throw error;
    }
  } finally {
    client.release();
  }
}

async function runQuery(client: PoolClient, { query, params = [] }: NeonQuery): Promise<NeonResult> {
  const result: QueryArrayResult<unknown[]> = await client.query({
    text: query,
    values: [...params],
    rowMode: "array",
    types: RAW_TEXT,
  });
  const { command, rowCount, fields, rows } = result;
  return { command, rowCount, fields, rows, rowAsArray: true };
}

function beginStatement(headers: IncomingHttpHeaders): string {
  const isolation = ISOLATION_LEVELS[String(headers["neon-batch-isolation-level"])];
  return [
    "BEGIN",
    isolation && `ISOLATION LEVEL ${isolation}`,
    headers["neon-batch-read-only"] === "true" && "READ ONLY",
    headers["neon-batch-deferrable"] === "true" && "DEFERRABLE",
  ]
    .filter(Boolean)
    .join(" ");
}
