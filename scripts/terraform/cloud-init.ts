import { parse } from "yaml";
import { type Config, readConfig } from "../../sfu-node/config.ts";

/** The machine's own address is found out on the machine. */
const ADDRESS = "203.0.113.1";
const ENVIRONMENT = "/etc/nearcast/node.env";

interface CloudConfig {
  readonly write_files: readonly { readonly path: string; readonly content: string }[];
}

/**
 * Reads what a machine is told when it first starts, as cloud-init and then its node do.
 *
 * @throws where either would refuse it
 */
export function readCloudInit(text: string): Config {
  if (!text.startsWith("#cloud-config\n")) throw new Error("It does not begin with #cloud-config.");
  // As Python's own library reads it, by which cloud-init does.
  const { write_files: files }: CloudConfig = parse(text, { version: "1.1", logLevel: "error" });
  const environment = files.find(({ path }) => path === ENVIRONMENT)?.content;
  if (environment === undefined) throw new Error(`It does not write ${ENVIRONMENT}.`);
  return readConfig({ ...variablesIn(environment), ANNOUNCED_ADDRESS: ADDRESS });
}

/** Docker takes each line of such a file as it is: without quotes, and up to its end. */
function variablesIn(file: string): Record<string, string> {
  const lines = file.split("\n").filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
      if (name === undefined || value === undefined) throw new Error(`${ENVIRONMENT} has the line ${line}.`);
      return [name, value];
    }),
  );
}

interface Module {
  readonly resources?: readonly { type: string; index?: string; values: MachineValues }[];
  readonly child_modules?: readonly Module[];
}

interface MachineValues {
  readonly user_data?: string;
  readonly metadata?: readonly { readonly user_data: string }[];
}

/** What each machine is told when it first starts, by its node's id, of what `terraform test -json -verbose` prints. */
export function userDataIn(lines: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const look = ({ resources = [], child_modules: modules = [] }: Module): void => {
    for (const { type, index = "", values } of resources) {
      const encoded = values.metadata?.[0]?.user_data ?? "";
      if (type === "hcloud_server") found.set(index, values.user_data ?? "");
      if (type === "linode_instance") found.set(index, Buffer.from(encoded, "base64").toString());
    }
    modules.forEach(look);
  };
  for (const line of lines) {
    const { test_state: state }: { test_state?: { root_module?: Module } } = JSON.parse(line);
    if (state?.root_module) look(state.root_module);
  }
  return found;
}
