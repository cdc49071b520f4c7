import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../cli/paths.ts";
import { UserError } from "../cli/user-error.ts";
import { runChild } from "../process/child.ts";
import { readCloudInit, userDataIn } from "./cloud-init.ts";
import { serveProviderStubs } from "./provider-stubs.ts";

const DIRECTORY = join(ROOT, "terraform");
/** In it: the tests of examples/, from there. */
const EXAMPLES = "tests/examples";

/**
 * Holds the format, the references and the types of everything in terraform/ against what the providers document, and runs its
 * tests, in which every cloud is a mock, the example's among them; what its machines are told when they first start is read by
 * the node's own reader. No provider is downloaded, nothing is reached, and nothing is left behind.
 *
 * @param terraform the program's path
 * @throws {UserError} with what Terraform says
 */
export async function checkTerraform(terraform: string): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), "nearcast-terraform-"));
  const stubs = await serveProviderStubs();
  const printed: string[] = [];
  const run = (...args: string[]) =>
    runChild({
      name: `terraform ${args[0]}`,
      command: terraform,
      args: [`-chdir=${DIRECTORY}`, ...args],
      env: {
        TF_REATTACH_PROVIDERS: stubs.reattach,
        TF_DATA_DIR: data,
        // Nobody's own settings.
        TF_CLI_CONFIG_FILE: "/dev/null",
        CHECKPOINT_DISABLE: "1",
        // A test's machines are no machines.
        DRAIN: "skip",
      },
      keptLines: 200,
      output: (line, from) => from === "stdout" && printed.push(line),
    });
  try {
    await run("fmt", "-check", "-recursive", "-diff");
    await run("init", "-backend=false", "-input=false", "-no-color");
    await run("validate", "-no-color");
    await run("test", "-no-color");
    // By themselves: what a file of variables says would count for the other tests, too.
    const example = [`-test-directory=${EXAMPLES}`, "-var-file=examples/three-continents.tfvars"];
    await run("test", "-no-color", ...example);
    printed.length = 0;
    await run("test", "-json", "-verbose", ...example);
    checkUserData(userDataIn(printed));
  } finally {
    stubs.close();
    await rm(data, { recursive: true, force: true });
  }
}

/** @throws {UserError} where a machine could not become the node that it is made for */
function checkUserData(machines: ReadonlyMap<string, string>): void {
  if (machines.size === 0) throw new UserError("The example makes no machine");
  for (const [nodeId, text] of machines) {
    try {
      const config = readCloudInit(text);
      if (config.nodeId !== nodeId) throw new Error(`It is ${config.nodeId}'s.`);
    } catch (error) {
      throw new UserError(`What ${nodeId} is told when it first starts makes no node`, [String(error)]);
    }
  }
}
