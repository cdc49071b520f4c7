import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../cli/paths.ts";
import { runChild } from "../process/child.ts";
import { serveProviderStubs } from "./provider-stubs.ts";

const DIRECTORY = join(ROOT, "terraform");
/** In it: the tests of examples/, from there. */
const EXAMPLES = "tests/examples";

/**
 * Holds the format, the references and the types of everything in terraform/ against what the providers document, and runs its
 * tests, in which every cloud is a mock, the example's among them: no provider is downloaded, nothing is reached, and nothing is left behind.
 *
 * @param terraform the program's path
 * @throws {UserError} with what Terraform says
 */
export async function checkTerraform(terraform: string): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), "nearcast-terraform-"));
  const stubs = await serveProviderStubs();
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
    });
  try {
    await run("fmt", "-check", "-recursive", "-diff");
    await run("init", "-backend=false", "-input=false", "-no-color");
    await run("validate", "-no-color");
    await run("test", "-no-color");
    // By themselves: what a file of variables says would count for the other tests, too.
    await run(
      "test",
      "-no-color",
      `-test-directory=${EXAMPLES}`,
      "-var-file=examples/three-continents.tfvars",
    );
  } finally {
    stubs.close();
    await rm(data, { recursive: true, force: true });
  }
}
