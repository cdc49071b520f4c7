import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { startPostgres } from "./postgres.ts";
import { runSqlShell } from "./sql-shell.ts";

test("a shell answers statement by statement, and goes on after an error", { timeout: 60_000 }, async () => {
  const directory = await mkdtemp(join(tmpdir(), "nearcast-shell-"));
  const postgres = await startPostgres({
    directory: join(directory, "postgres"),
    password: "secret",
    output: () => {},
  });
  try {
    const output = new PassThrough();
    const lines = [
      "CREATE TABLE t (n int);",
      "INSERT INTO t",
      "  VALUES (41), (42);",
      "SELECT nothing;",
      "SELECT n FROM t;",
    ];
    const written = text(output);
    await runSqlShell(postgres.url, Readable.from(lines.map((line) => `${line}\n`)), output);
    output.end();
    const said = await written;
    expect(said).toContain("INSERT 2");
    expect(said).toContain('ERROR: column "nothing" does not exist');
    expect(said).toMatch(/41[\s\S]*42[\s\S]*SELECT 2/);
  } finally {
    await postgres.close();
    await rm(directory, { recursive: true, force: true });
  }
});
