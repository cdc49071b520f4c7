import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { StackOptions } from "../../../scripts/local/stack.ts";
import { type Child, startChild } from "../../../scripts/process/child.ts";
import { chromiumPath, openPerson, type Person } from "../../e2e/harness/browser.ts";
import { copyPreparedState } from "../../e2e/harness/prepared-state.ts";
import { type Network, openNetwork, type Regions } from "./network.ts";

const SERVE = fileURLToPath(new URL("serve.ts", import.meta.url));

/** What differs from the usual about the Nearcast that is served. */
type Serving = Pick<StackOptions, "workerVariables" | "nodes" | "nodeMachines"> & {
  readonly port?: number;
};

/** Does what comes before Nearcast is served, on any of the machines. */
export type Prepare<Name extends string> = (network: Network<Name | "edge">) => Promise<Serving>;

/** Nearcast on a machine named `edge`, and other machines that reach it by a network. */
export interface ServedNetwork<Name extends string> {
  readonly hosts: Network<Name | "edge">["hosts"];
  /** Nearcast's origin. */
  readonly url: string;
  readonly stateDirectory: string;
  /** Somebody with a browser on their own machine, who is nowhere yet. */
  open(name: Name): Promise<Person>;
  close(): Promise<void>;
}

/** Makes the network, and serves Nearcast in it. @param regions which of the machines are in a region, behind a long line */
export async function serveNetwork<Name extends string>(
  names: readonly Name[],
  prepare: Prepare<Name> = async () => ({}),
  regions: Regions<NoInfer<Name>> = {},
): Promise<ServedNetwork<Name>> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const stateDirectory = await mkdtemp(join(tmpdir(), "nearcast-network-"));
    closers.push(() => rm(stateDirectory, { recursive: true, force: true }));
    await copyPreparedState(stateDirectory);
    const network = await openNetwork<Name | "edge">(["edge", ...names], regions);
    closers.push(() => network.close());
    const { child, url } = await serve(network, { stateDirectory, ...(await prepare(network)) });
    closers.push(() => child.stop());
    const open = async (name: Name): Promise<Person> => {
      const chromium = await network.hosts[name].chromium(chromiumPath());
      // The stack signs its own certificate.
      return openPerson(name, ["--ignore-certificate-errors"], chromium);
    };
    return { hosts: network.hosts, url, stateDirectory, open, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function serve(
  network: Network<"edge">,
  serving: Serving & { stateDirectory: string },
): Promise<{ child: Child; url: string }> {
  const { prefix, address } = network.hosts.edge;
  const options = JSON.stringify({ host: address, ...serving });
  const [command = "", ...args] = [...prefix, process.execPath, SERVE, options];
  let hear = (_url: string): void => undefined;
  const ready = new Promise<string>((resolve) => {
    hear = resolve;
  });
  const child = await startChild({
    name: "Nearcast",
    command,
    args,
    output: (line) => {
      const url = /^Ready on (\S+)/.exec(line)?.[1];
      if (url !== undefined) hear(url);
    },
  });
  const url = await Promise.race([
    ready,
    child.exited.then(() => {
      throw new Error(child.lastLines().join("\n"));
    }),
  ]);
  return { child, url };
}
