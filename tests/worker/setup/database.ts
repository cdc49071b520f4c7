import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDatabase } from "../../../scripts/local/database.ts";
import { startNeonEndpoint } from "../../../scripts/local/neon-endpoint.ts";

/**
 * A program of its own: a fresh PostgreSQL with Neon's endpoint in front, for as long as its standard input is open. It
 * writes where they are as one line of JSON.
 */
const directory = await mkdtemp(join(tmpdir(), "nearcast-worker-"));
try {
  const postgres = await startDatabase({
    directory: join(directory, "postgres"),
    password: randomBytes(12).toString("hex"),
    output: () => {},
  });
  try {
    const endpoint = await startNeonEndpoint(postgres.url);
    process.stdout.write(`${JSON.stringify({ url: endpoint.databaseUrl, endpoint: endpoint.origin })}\n`);
    for await (const _ of process.stdin);
    await endpoint.close();
  } finally {
    await postgres.close();
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
