import { Client, NeonDbError, type NeonQueryInTransaction, SqlTemplate } from "@neondatabase/serverless";

/** Runs a statement in the session's transaction, and answers its rows, which are `R`. */
type Run = <R>(statement: NeonQueryInTransaction) => Promise<R[]>;

/** What one transaction does. It may be done again from the beginning, and so changes nothing but by `run`. */
export type Steps<T> = (run: Run) => Promise<T>;

/** Ends a transaction, and with it its locks, of a Worker that is not heard of any more: nothing that we do takes as long. */
const MOST_IDLE = "5s";

/**
 * One transaction in a session of its own, which PostgreSQL's protocol over a WebSocket carries. For what has to decide between its
 * statements: each of them is a round trip, with whatever the transaction has locked.
 *
 * @throws NeonDbError where PostgreSQL refuses a statement or cannot be reached; as anything else that `steps` throws, it has the
 *   transaction changed nothing
 */
export async function transact<T>(databaseUrl: string, steps: Steps<T>): Promise<T> {
  const client = new Client(databaseUrl);
  // A connection that breaks fails the statement that is under way, and so is told there.
  client.on("error", () => {});
  const ask = (query: string, params: unknown[] = []) => told(client.query(query, params));
  try {
    await told(client.connect());
    await told(client.query(`BEGIN; SET LOCAL idle_in_transaction_session_timeout = '${MOST_IDLE}'`));
    const result = await steps(async ({ queryData }) => {
      const { query, params } =
        queryData instanceof SqlTemplate ? queryData.toParameterizedQuery() : queryData;
      return (await ask(query, params)).rows;
    });
    await ask("COMMIT");
    return result;
  } finally {
    // PostgreSQL rolls back what is not committed when its session ends; nobody has to wait for that.
    client.end().catch(() => {});
  }
}

/** Its errors as those of a request over HTTP. */
async function told<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    const { message, code, constraint } = cause as { message?: string; code?: string; constraint?: string };
    throw Object.assign(new NeonDbError(message ?? "PostgreSQL cannot be reached."), {
      cause,
      code,
      constraint,
    });
  }
}
