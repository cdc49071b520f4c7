import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "./cli/command.ts";
import { ROOT, STATE_DIRECTORY } from "./cli/paths.ts";
import { say } from "./cli/terminal.ts";
import { migrate } from "./local/migrate.ts";
import { databaseUrl, startPostgres } from "./local/postgres.ts";
import { ensureSecrets } from "./local/secrets.ts";
import { runSqlShell } from "./local/sql-shell.ts";
import { tryLock } from "./process/lock.ts";

/** A shell on the database of `npm start`: on the running one, or on one that is started for as long as the shell is open. */
await runCommand(
  async ({ onStop }) => {
    const { databasePassword: password } = await ensureSecrets(STATE_DIRECTORY, []);
    const directory = join(STATE_DIRECTORY, "postgres");
    const lock = await tryLock(join(STATE_DIRECTORY, "lock"));
    let url: string;
    if (lock) {
      const postgres = await startPostgres({ directory, password, output: () => {} });
      onStop(async () => {
        await postgres.close();
        lock.release();
      });
      await migrate(postgres.url, join(ROOT, "migrations"));
      url = postgres.url;
    } else {
      // The fourth line is its port.
      const [, , , port] = (await readFile(join(directory, "postmaster.pid"), "utf8")).split("\n");
      url = databaseUrl(Number(port), password);
    }
    if (process.stdin.isTTY) say(`${url}\nA statement ends with a semicolon, the shell with Ctrl-D.`);
    await runSqlShell(url, process.stdin, process.stdout);
    return 0;
  },
  { endsBySignal: true },
);
