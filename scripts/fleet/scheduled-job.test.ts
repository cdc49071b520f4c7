import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../cli/paths.ts";
import { readFleetOptions } from "./fleet-options.ts";

interface Workflow {
  readonly jobs: Record<string, { readonly env: Record<string, string>; readonly steps: readonly Step[] }>;
}

interface Step {
  readonly run?: string;
  readonly env?: Record<string, string>;
}

const text = await readFile(join(ROOT, "terraform/examples/fleet-workflow.yaml"), "utf8");
const { jobs }: Workflow = parse(text);
const steps = Object.values(jobs).flatMap((job) => job.steps);
const commands = steps.flatMap(({ run }) => run ?? []);
/** The arguments of each command that begins so. */
const argumentsOf = (beginning: string): string[][] =>
  commands
    .flatMap((script) => script.split("\n"))
    .filter((line) => line.trim().startsWith(beginning))
    .map(
      (line) =>
        line
          .trim()
          .slice(beginning.length)
          .split(/\|\||>/)[0]
          ?.trim()
          .split(/\s+/) ?? [],
    );

test("every script of the scheduled job is one that a shell can read", () => {
  expect(commands).toHaveLength(3);
  for (const script of commands) execFileSync("sh", ["-n"], { input: script });
});

test("its commands are there, with what they are told", async () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(
    await readFile(join(ROOT, "package.json"), "utf8"),
  );
  const [[command = "", separator, ...options] = [], ...others] = argumentsOf("npm run ");
  expect([others, Object.keys(scripts).includes(command), command, separator]).toEqual([
    [],
    true,
    "fleet",
    "--",
  ]);
  const { files, replace } = readFleetOptions(options);
  expect(replace).toBe(true);
  expect(commands.join()).toContain(`terraform -chdir=terraform output -json fleet > ${files?.made}\n`);
  // By this name Terraform reads it by itself.
  expect(files?.write).toMatch(/^terraform\/[\w.]+\.auto\.tfvars\.json$/);
  expect(argumentsOf("terraform -chdir=terraform ").map(([verb]) => verb)).toEqual([
    "init",
    "output",
    "apply",
  ]);
});

test("what it sets is what Terraform and the command read", async () => {
  const variables = await readFile(join(ROOT, "terraform/variables.tf"), "utf8");
  const command = await readFile(join(ROOT, "scripts/fleet.ts"), "utf8");
  const names = Object.values(jobs).flatMap(({ env }) => Object.keys(env));
  const given = names.filter((name) => name.startsWith("TF_VAR_"));
  expect(given).toHaveLength(2);
  for (const name of given) expect(variables).toContain(`variable "${name.slice("TF_VAR_".length)}"`);
  for (const name of ["NEARCAST_URL", "FLEET_TOKEN"]) {
    expect(names).toContain(name);
    expect(command).toContain(name);
  }
  const outputs = await readFile(join(ROOT, "terraform/outputs.tf"), "utf8");
  expect(outputs).toContain('output "fleet"');
});
