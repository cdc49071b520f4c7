import { join } from "node:path";
import { runCommand } from "./cli/command.ts";
import { ROOT, TOOLS } from "./cli/paths.ts";
import { say, step } from "./cli/terminal.ts";
import { UserError } from "./cli/user-error.ts";
import { migrate } from "./local/migrate.ts";
import { ensurePage } from "./local/page.ts";
import { runChild, startChild } from "./process/child.ts";

await runCommand(async () => {
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) throw new UserError("DATABASE_URL is not set. Set it to Neon's connection string.");
  await step("Checking the Cloudflare login", requireLogin);
  await ensurePage(step);
  // Migrations only add, so the Worker that is still deployed works with the new schema.
  const applied = await step("Migrating the database", () => migrate(databaseUrl, join(ROOT, "migrations")));
  for (const name of applied) say(`  ${name}`);
  await runChild({
    name: "wrangler deploy",
    command: process.execPath,
    args: [TOOLS.wrangler, "deploy", ...process.argv.slice(2)],
    output: "inherit",
  });
  return 0;
});

async function requireLogin(): Promise<void> {
  const whoami = await startChild({
    name: "wrangler whoami",
    command: process.execPath,
    args: [TOOLS.wrangler, "whoami", "--json"],
  });
  const { code } = await whoami.exited;
  if (code === 0) return;
  throw new UserError(
    "Cloudflare does not know you here. Run npx wrangler login, or set CLOUDFLARE_API_TOKEN.",
  );
}
