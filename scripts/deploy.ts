import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "./cli/command.ts";
import { ROOT, TOOLS } from "./cli/paths.ts";
import { say, step } from "./cli/terminal.ts";
import { UserError } from "./cli/user-error.ts";
import { ask } from "./deploy/ask.ts";
import { findNodeKeys, listSecrets, requireLogin } from "./deploy/cloudflare.ts";
import { type MadeByTerraform, readOutputs } from "./deploy/terraform-outputs.ts";
import { makeMissingSecrets } from "./deploy/worker-secrets.ts";
import { withNodeKeys } from "./deploy/wrangler-config.ts";
import { settleAll } from "./local/lifecycle.ts";
import { migrate } from "./local/migrate.ts";
import { ensurePage } from "./local/page.ts";
import { runChild } from "./process/child.ts";
import { findOnPath } from "./setup/on-path.ts";

/** Beside wrangler.toml, because the paths in it count from there; it is there only while wrangler reads it. */
const CONFIG = join(ROOT, "wrangler.deploy.toml");

await runCommand(async ({ onStop }) => {
  const args = process.argv.slice(2);
  if (args.includes("--dry-run")) {
    await ensurePage(step);
    await wranglerDeploy(args);
    return 0;
  }
  const made = await whatIsMade(process.env);
  await step("Checking the Cloudflare login", requireLogin);
  const [present, namespaceId] = await settleAll([
    step("Looking at the Worker's secrets", listSecrets),
    step("Finding the keys of the media nodes", findNodeKeys),
    ensurePage(step),
  ] as const);
  // Migrations only add, so the Worker that is still deployed works with the new schema.
  const applied = await step("Migrating the database", () =>
    migrate(made.databaseUrl, join(ROOT, "migrations")),
  );
  for (const name of applied) say(`  ${name}`);
  const missing = makeMissingSecrets(present);
  for (const name of Object.keys(missing)) say(`  ${name} is made, because the Worker has none`);
  const directory = await mkdtemp(join(tmpdir(), "nearcast-deploy-"));
  const cleanUp = async (): Promise<void> => {
    await rm(directory, { recursive: true, force: true });
    await rm(CONFIG, { force: true });
  };
  onStop(cleanUp);
  try {
    const secretsFile = join(directory, "secrets.json");
    await writeFile(secretsFile, JSON.stringify({ ...made.secrets, ...missing }), { mode: 0o600 });
    await writeFile(CONFIG, withNodeKeys(await readFile(join(ROOT, "wrangler.toml"), "utf8"), namespaceId));
    await wranglerDeploy(["--config", CONFIG, "--secrets-file", secretsFile, ...made.args, ...args]);
  } finally {
    await cleanUp();
  }
  if (made.edgeUrl) say(`Deployed to ${made.edgeUrl}`);
  return 0;
});

type Made = Omit<MadeByTerraform, "edgeUrl"> & { readonly edgeUrl: string | null };

/** The database and what comes with it: as the environment says, else as Terraform made it. */
async function whatIsMade(environment: NodeJS.ProcessEnv): Promise<Made> {
  const { DATABASE_URL: databaseUrl } = environment;
  if (databaseUrl) return { edgeUrl: null, databaseUrl, secrets: { DATABASE_URL: databaseUrl }, args: [] };
  const terraform = await findOnPath(["terraform"]);
  const outputs = terraform && (await step("Reading what Terraform made", () => askTerraform(terraform)));
  if (outputs) return outputs;
  throw new UserError(
    "There is no database: run terraform apply in terraform/, or set DATABASE_URL to a connection string.",
  );
}

async function askTerraform(terraform: string): Promise<MadeByTerraform | null> {
  const answer = await ask(
    "terraform output",
    terraform,
    `-chdir=${join(ROOT, "terraform")}`,
    "output",
    "-json",
  );
  if (answer.exit.code !== 0) throw new UserError("Terraform does not say what it made", answer.lines);
  return readOutputs(answer.text);
}

function wranglerDeploy(args: readonly string[]): Promise<void> {
  return runChild({
    name: "wrangler deploy",
    command: process.execPath,
    args: [TOOLS.wrangler, "deploy", ...args],
    output: "inherit",
  });
}
