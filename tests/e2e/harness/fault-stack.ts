import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { startDatabase } from "../../../scripts/local/database.ts";
import { startEdge } from "../../../scripts/local/edge.ts";
import { startNeonEndpoint } from "../../../scripts/local/neon-endpoint.ts";
import { ensureSecrets } from "../../../scripts/local/secrets.ts";
import { freePort } from "../../../scripts/process/ports.ts";
import { copyPreparedState } from "./prepared-state.ts";

/** What becomes of the next query that stores messages. */
export type Fault =
  /** PostgreSQL is killed while it is on its way, and recovers. */
  | "database-killed"
  /** It is done, and the answer is lost. */
  | "answer-lost"
  /** The Worker and all its objects are killed while it is on its way, and start anew. */
  | "worker-killed";

/** The Worker in its own runtime on a real PostgreSQL, both of which can be killed in the middle of a flush. */
export interface FaultStack {
  readonly url: string;
  /** Does that to the next flush; resolves when everything runs again. */
  strike(fault: Fault): Promise<void>;
  query<T>(sql: string, values: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

/** Starts it, on a directory of its own. */
export async function startFaultStack(): Promise<FaultStack> {
  const directory = await mkdtemp(join(tmpdir(), "nearcast-faults-"));
  await copyPreparedState(directory);
  const secrets = await ensureSecrets(directory, []);
  const postgres = await startDatabase({
    directory: join(directory, "postgres"),
    password: secrets.databasePassword,
    output: () => {},
  });
  const endpoint = await startNeonEndpoint(postgres.url);
  let meet: ((pass: () => Promise<Response>, drop: () => void) => Promise<void>) | null = null;

  /** Stands between the Worker and the database. */
  const between = createServer((request, response) => void carry(request, response));
  const carry = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const headers = Object.entries(request.headers).filter(([name]) => /^(neon-|content-type$)/.test(name));
    const pass = () =>
      fetch(`${endpoint.origin}${request.url}`, {
        method: "POST",
        headers: headers as [string, string][],
        body,
      });
    const struck = body.includes("INSERT INTO messages") ? meet : null;
    try {
      if (struck !== null) {
        meet = null;
        return await struck(pass, () => response.destroy());
      }
      const answer = await pass();
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(await answer.text());
    } catch {
      response.destroy();
    }
  };
  await new Promise<void>((resolve) => between.listen(0, "127.0.0.1", resolve));
  const { port: betweenPort } = between.address() as AddressInfo;

  const port = await freePort();
  const url = `http://localhost:${port}`;
  const launchEdge = () =>
    startEdge({
      stateDirectory: directory,
      ip: "127.0.0.1",
      port,
      internalUrl: `http://127.0.0.1:${port}`,
      certificate: undefined,
      variables: {
        DATABASE_URL: endpoint.databaseUrl,
        DATABASE_ENDPOINT: `http://127.0.0.1:${betweenPort}`,
        TOKEN_SECRET: secrets.tokenSecret,
        ACCESS_KEYS: secrets.accessKeys,
        SIGN_IN_PROVIDERS: "[]",
        PUSH_KEY: secrets.pushKey,
        PUSH_CONTACT: "mailto:operator@localhost",
        FLEET_TOKEN: secrets.fleetToken,
      },
      followsSources: false,
      output: () => {},
    });
  let edge = await launchEdge();

  const query = async <T>(sql: string, values: unknown[]): Promise<T[]> => {
    const client = new Client({ connectionString: postgres.url });
    // It is killed on purpose.
    client.on("error", () => {});
    await client.connect();
    try {
      return (await client.query(sql, values)).rows;
    } finally {
      await client.end().catch(() => {});
    }
  };
  /** The death of one of its processes makes PostgreSQL end all the others, lose what was not committed, and recover. */
  const killDatabase = async (): Promise<void> => {
    const [own] = await query<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1",
      [],
    );
    if (own) process.kill(own.pid, "SIGKILL");
  };
  const strikes: Record<Fault, (pass: () => Promise<Response>, drop: () => void) => Promise<void>> = {
    "database-killed": async (pass, drop) => {
      await Promise.allSettled([pass(), killDatabase()]);
      drop();
    },
    "answer-lost": async (pass, drop) => {
      await pass();
      drop();
    },
    "worker-killed": async (pass, drop) => {
      await Promise.allSettled([pass(), edge.kill()]);
      drop();
      edge = await launchEdge();
    },
  };
  return {
    url,
    query,
    strike: (fault) =>
      new Promise((resolve, reject) => {
        meet = (pass, drop) => strikes[fault](pass, drop).then(resolve, reject);
      }),
    close: async () => {
      await edge.stop();
      between.closeAllConnections();
      between.close();
      await endpoint.close();
      await postgres.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
