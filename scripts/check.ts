import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { runCommand } from "./cli/command.ts";
import { ROOT, TOOLS } from "./cli/paths.ts";
import { complain, say, silently, step } from "./cli/terminal.ts";
import { UserError } from "./cli/user-error.ts";
import { ensurePage, PAGE_OUTPUT } from "./local/page.ts";
import { ensureWorker } from "./local/worker.ts";
import { runChild } from "./process/child.ts";
import { type Manifest, weighPage } from "./report/page-weight.ts";
import { findOnPath } from "./setup/on-path.ts";
import { checkTerraform } from "./terraform/check-terraform.ts";

/** Most bytes of script, compressed. Of everything, what records a call is 52 kB, a language 17 kB, and the operator's page 4 kB. */
const BUDGET = { beforeJoining: 54_000, inCall: 157_500, everything: 280_000 } as const;

await runCommand(async () => {
  const errors: unknown[] = [];
  const check = async (title: string, work: () => Promise<void>): Promise<void> => {
    await step(title, work).catch((error) => errors.push(error));
  };
  await check("Lint and format (biome)", () => tool("biome", "ci", "--colors=off", "."));
  for (const program of await programs()) {
    await check(`Types of ${program} (tsc)`, () => tool("tsc", "-p", join(ROOT, program)));
  }
  await check("Unused code (knip)", () => tool("knip"));
  // The Worker's assets have to be there when it is bundled.
  await check("Page", () => ensurePage(silently));
  await check("Worker (wrangler)", () => ensureWorker(silently));
  await check("Weight of the page", checkWeight);
  const terraform = await findOnPath(["terraform"]);
  if (terraform) await check("Infrastructure (terraform)", () => checkTerraform(terraform));
  else say("  What is in terraform/ is not checked: Terraform is not on this machine's PATH.");
  for (const error of errors) complain(error);
  return errors.length === 0 ? 0 : 1;
});

/** The folders that are type-checked, each by itself. */
async function programs(): Promise<string[]> {
  const references: { references: { path: string }[] } = JSON.parse(
    await readFile(join(ROOT, "tsconfig.json"), "utf8"),
  );
  return references.references.map(({ path }) => path.replace("./", ""));
}

function tool(name: keyof typeof TOOLS, ...args: string[]): Promise<void> {
  return runChild({ name, command: process.execPath, args: [TOOLS[name], ...args], keptLines: 200 });
}

async function checkWeight(): Promise<void> {
  const manifest: Manifest = JSON.parse(await readFile(join(PAGE_OUTPUT, ".vite/manifest.json"), "utf8"));
  const weight = weighPage(manifest, (file) => gzipSync(readFileSync(join(PAGE_OUTPUT, file))).length);
  const phrase = (part: keyof typeof BUDGET, what: string) =>
    `${inKilobytes(weight[part])} ${what} (at most ${inKilobytes(BUDGET[part])})`;
  const phrases = [
    phrase("beforeJoining", "of script before joining"),
    phrase("inCall", "in a call"),
    phrase("everything", "in all"),
  ];
  if (Object.entries(BUDGET).some(([part, most]) => weight[part as keyof typeof BUDGET] > most)) {
    throw new UserError(`The page is too heavy: ${phrases.join(", ")}.`);
  }
  for (const phrase of phrases) say(`  ${phrase}`);
}

function inKilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
