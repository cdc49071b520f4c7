import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ROOT } from "../cli/paths.ts";
import { type Postgres, startPostgres } from "../local/postgres.ts";
import { type FakeCloudflare, serveFakeCloudflare } from "./fake-cloudflare.ts";
import { readOutputs } from "./terraform-outputs.ts";
import { makeMissingSecrets } from "./worker-secrets.ts";
import { withNodeKeys } from "./wrangler-config.ts";

// The Worker's types are those of its own runtime, which this program does not have; its reader runs here all the same.
const workerEnv = new URL("../../worker/env.ts", import.meta.url).href;
const { readConfig }: { readConfig(env: unknown): Record<string, unknown> } = await import(workerEnv);

/** Each deployment starts wrangler four times, which takes its time on a busy machine. */
const CERTAIN = { timeout: 900_000 };
const BY_TERRAFORM = ["DATABASE_URL", "FLEET_TOKEN", "PUSH_CONTACT", "TURN_KEY_API_TOKEN", "TURN_KEY_ID"];
const BY_ITSELF = ["ACCESS_KEYS", "PUSH_KEY", "TOKEN_SECRET"];

let directory: string;
let postgres: Postgres;
let cloudflare: FakeCloudflare;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "nearcast-"));
  postgres = await startPostgres({
    directory: join(directory, "postgres"),
    password: "secret",
    output: () => {},
  });
}, 60_000);

afterAll(async () => {
  await postgres.close();
  await rm(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  cloudflare = await serveFakeCloudflare();
  return () => cloudflare.close();
});

/** Has `terraform` be a program that prints this. */
async function terraformPrints(text: string): Promise<void> {
  const file = join(directory, "terraform");
  await writeFile(join(directory, "outputs.json"), text);
  await writeFile(file, `#!/bin/sh\ncat '${join(directory, "outputs.json")}'\n`);
  await chmod(file, 0o755);
}

/** What Terraform prints where its outputs are as terraform/tests/fleet.tftest.hcl holds them. */
function outputs(): string {
  const secrets = {
    DATABASE_URL: postgres.url,
    FLEET_TOKEN: "f".repeat(48),
    PUSH_CONTACT: "mailto:you@example.org",
    TURN_KEY_ID: "0123456789abcdef0123456789abcdef",
    TURN_KEY_API_TOKEN: "a-token",
  };
  return JSON.stringify({
    edge_url: { sensitive: false, type: "string", value: "https://meet.example.org" },
    deploy_arguments: { sensitive: false, value: ["--route", "meet.example.org/*"] },
    worker_secrets: { sensitive: true, value: secrets },
    nodes: { sensitive: false, value: {} },
  });
}

/** Runs `npm run deploy` with wrangler itself, whose Cloudflare is on this machine. */
async function deploy(
  variables: Record<string, string> = {},
  ...args: string[]
): Promise<{ code: number; text: string }> {
  const env = {
    ...process.env,
    PATH: `${directory}${delimiter}${process.env.PATH}`,
    DATABASE_URL: "",
    CLOUDFLARE_API_BASE_URL: cloudflare.url,
    CLOUDFLARE_API_TOKEN: "a-token",
    CLOUDFLARE_ACCOUNT_ID: cloudflare.accountId,
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_SEND_ERROR_REPORTS: "false",
    WRANGLER_WRITE_LOGS: "false",
    CI: "1",
    ...variables,
  };
  const running = promisify(execFile)(process.execPath, [join(ROOT, "scripts/deploy.ts"), ...args], { env });
  return running.then(
    ({ stdout, stderr }) => ({ code: 0, text: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, text: stdout + stderr }),
  );
}

/** The secrets that the deployed Worker has. */
function deployedSecrets(): Record<string, string | undefined> {
  const secrets = cloudflare.deployed.at(-1)?.bindings.filter(({ type }) => type === "secret_text") ?? [];
  return Object.fromEntries(secrets.map(({ name, text }) => [name, text]));
}

describe("npm run deploy", () => {
  test(
    "deploys what Terraform made with one command, and again without changing what the Worker signs with",
    CERTAIN,
    async () => {
      await terraformPrints(outputs());
      cloudflare.namespaces.push({ id: "5".repeat(32), title: "nearcast-node-keys" });
      const first = await deploy();
      expect(first).toMatchObject({
        code: 0,
        text: expect.stringContaining("Deployed to https://meet.example.org"),
      });
      const secrets = deployedSecrets();
      expect(Object.keys(secrets).sort()).toEqual([...BY_TERRAFORM, ...BY_ITSELF].sort());
      // All that an operator has configured is what the Worker itself takes.
      const config = readConfig(secrets);
      expect(config).toMatchObject({ databaseUrl: postgres.url, fleetToken: "f".repeat(48) });
      expect([config.vapid, config.turn]).not.toContain(null);
      expect(cloudflare.deployed[0]?.bindings).toContainEqual({
        type: "kv_namespace",
        name: "NODE_KEYS",
        namespace_id: "5".repeat(32),
      });
      expect(cloudflare.routes).toEqual(["meet.example.org/*"]);

      const second = await deploy();
      expect(second.code, second.text).toBe(0);
      expect(second.text).not.toContain("is made");
      expect(deployedSecrets()).toEqual(secrets);
      expect(cloudflare.deployed).toHaveLength(2);
      expect(cloudflare.unknown).toEqual([]);
      await expect(stat(join(ROOT, "wrangler.deploy.toml"))).rejects.toThrow("ENOENT");
    },
  );

  test("needs nothing but a database by hand: it makes the namespace and the secrets", CERTAIN, async () => {
    const { code, text } = await deploy({ DATABASE_URL: postgres.url });
    expect(code, text).toBe(0);
    expect(cloudflare.namespaces.map(({ title }) => title)).toEqual(["nearcast-node-keys"]);
    expect(Object.keys(deployedSecrets()).sort()).toEqual(["DATABASE_URL", ...BY_ITSELF].sort());
    expect(readConfig(deployedSecrets())).toMatchObject({ databaseUrl: postgres.url, fleetToken: null });
  });

  test("says what to do where nothing was made", CERTAIN, async () => {
    await terraformPrints("{}\n");
    const { code, text } = await deploy();
    expect(code).toBe(1);
    expect(text).toContain("There is no database: run terraform apply in terraform/, or set DATABASE_URL");
    expect(cloudflare.deployed).toEqual([]);
  });
});

test("only secrets that are missing are made", () => {
  expect(Object.keys(makeMissingSecrets(new Set())).sort()).toEqual(BY_ITSELF);
  expect(makeMissingSecrets(new Set([...BY_ITSELF, "DATABASE_URL"]))).toEqual({});
  expect(makeMissingSecrets(new Set()).TOKEN_SECRET).not.toBe(makeMissingSecrets(new Set()).TOKEN_SECRET);
});

test("Terraform's outputs of another version are named", () => {
  expect(() => readOutputs('{"edge_url": {"value": "https://meet.example.org"}}')).toThrow(
    "run terraform apply",
  );
  expect(() => readOutputs("Error")).toThrow("run terraform apply");
  expect(readOutputs("{}\n")).toBeNull();
});

test("an id is put where NODE_KEYS is bound, once, and nothing else", () => {
  const toml = '[[kv_namespaces]]\nbinding = "NODE_KEYS"\n\n[observability]\n';
  expect(withNodeKeys(toml, "abc")).toBe(
    '[[kv_namespaces]]\nbinding = "NODE_KEYS"\nid = "abc"\n\n[observability]\n',
  );
  expect(() => withNodeKeys("", "abc")).toThrow("does not bind NODE_KEYS once");
  expect(() => withNodeKeys(toml, 'a"b')).toThrow("no id");
});
