import { Console } from "node:console";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { Client, type QueryResult } from "pg";

/**
 * Reads statements, each to its semicolon, and writes what the database answers, until the input ends. An error of the
 * database is written too, and the next statement is as good as any.
 */
export async function runSqlShell(url: string, input: Readable, output: Writable): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const isTerminal = "isTTY" in input && input.isTTY === true;
  const lines = createInterface({ input, output, terminal: isTerminal });
  // Only a person needs to be asked; piped input may have ended while the database was busy.
  const ask = (prompt: string) => {
    if (!isTerminal) return;
    lines.setPrompt(prompt);
    lines.prompt();
  };
  const tables = new Console({ stdout: output });
  try {
    let statement = "";
    ask("nearcast=> ");
    for await (const line of lines) {
      statement += `${line}\n`;
      if (line.trimEnd().endsWith(";") || statement.trim() === "") {
        if (statement.trim() !== "") await answer(client, statement, tables);
        statement = "";
      }
      ask(statement === "" ? "nearcast=> " : "nearcast-> ");
    }
  } finally {
    lines.close();
    await client.end();
  }
}

async function answer(client: Client, statement: string, tables: Console): Promise<void> {
  try {
    // Several statements on one line have several results.
    const results = (await client.query(statement)) as QueryResult | QueryResult[];
    for (const { command, rowCount, fields, rows } of [results].flat()) {
      if (fields.length > 0 && rows.length > 0) tables.table(rows);
      tables.log(`${command} ${rowCount ?? ""}`.trimEnd());
    }
  } catch (error) {
    tables.log(`ERROR: ${(error as Error).message}`);
  }
}
