import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll } from "vitest";
import { PATHS } from "../../../protocol/api.ts";
import type { FleetNode, FleetNodes } from "../../../protocol/fleet.ts";
import type { StackOptions } from "../../../scripts/local/stack.ts";
import { type Child, startChild } from "../../../scripts/process/child.ts";
import { chromiumPath, joinRoom, openPerson, type Person } from "../../e2e/harness/browser.ts";
import { hideAddresses } from "../../e2e/harness/paths.ts";
import { copyPreparedState } from "../../e2e/harness/prepared-state.ts";
import { keepJournals } from "./journal.ts";
import { type Network, openNetwork, type Regions } from "./network.ts";
import type { Weather } from "./wire.ts";

const SERVE = fileURLToPath(new URL("serve.ts", import.meta.url));

/** By which way media goes between two people. */
export type Path = "node" | "direct";

/** What differs from the usual about the Nearcast that is served. */
export type Serving = Pick<StackOptions, "workerVariables" | "nodes" | "nodeMachines"> & {
  readonly port?: number;
};

/** A test file's stage: Nearcast on one machine of a network, and people on others. */
export interface NetworkScene<Name extends string> {
  /** Somebody with a browser on their own machine, who is nowhere yet. */
  open(name: Name): Promise<Person>;
  /** The address of a room. */
  room(slug: string): string;
  /** The media nodes, as an operator is told of them in somebody's browser. */
  fleet(person: Person): Promise<FleetNode[]>;
  /** Has a media node drain, as an operator does in somebody's browser. */
  drain(person: Person, nodeId: string): Promise<void>;
  /** Somebody who has joined a room from their own machine. By the path `node`, nobody reaches them directly. */
  arrive(name: Name, slug: string, path?: Path): Promise<Person>;
  /** Changes the weather on somebody's wire, in both directions. */
  setWeather(name: Name, weather: Weather): Promise<void>;
  /** Somebody's firewall lets nothing through but to the page's origin, so no media; or everything again. */
  cutOffMedia(name: Name, isCutOff: boolean): Promise<void>;
}

/**
 * Sets the scene; call it once, at the top of a test file. Each name has a machine; browsers close after each test.
 *
 * @param prepare does what comes before Nearcast is served, on any of the machines
 * @param regions which of the machines are in a region, behind a long line
 */
export function setNetworkScene<Name extends string>(
  names: readonly Name[],
  prepare: (network: Network<Name | "edge">) => Promise<Serving> = async () => ({}),
  regions: Regions<NoInfer<Name>> = {},
): NetworkScene<Name> {
  let network: Network<Name | "edge">;
  let stack: { child: Child; url: string };
  let directory: string;
  let people: Person[] = [];
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "nearcast-network-"));
    await copyPreparedState(directory);
    network = await openNetwork<Name | "edge">(["edge", ...names], regions);
    stack = await serve(network, { stateDirectory: directory, ...(await prepare(network)) });
  });
  afterEach(async () => {
    await Promise.all(people.map(({ browser }) => browser.close()));
    people = [];
    for (const name of names) await network.hosts[name].setWeather({});
  });
  afterAll(async () => {
    await stack?.child.stop();
    await network?.close();
    await rm(directory, { recursive: true, force: true });
  });
  const open = async (name: Name): Promise<Person> => {
    const chromium = await network.hosts[name].chromium(chromiumPath());
    // The stack signs its own certificate.
    const person = await openPerson(name, ["--ignore-certificate-errors"], chromium);
    people.push(person);
    await keepJournals(person.context);
    return person;
  };
  const room = (slug: string) => `${stack.url}/r/${slug}`;
  /** The network is no part of the test's own: a page asks for it. */
  const ask = async ({ page }: Person, method: string, path: string): Promise<unknown> => {
    const secrets = JSON.parse(await readFile(join(directory, "secrets.json"), "utf8"));
    return page.evaluate(
      async ([method, path, token]) => {
        const headers = { authorization: `Bearer ${token}` };
        const response = await fetch(path, { method, headers });
        if (!response.ok) throw new Error(`${path} answers ${response.status}`);
        return response.json();
      },
      [method, path, secrets.fleetToken as string] as const,
    );
  };
  return {
    open,
    room,
    fleet: async (person) => ((await ask(person, "GET", PATHS.fleetNodes)) as FleetNodes).nodes,
    drain: async (person, nodeId) => void (await ask(person, "POST", PATHS.fleetDrain(nodeId))),
    arrive: async (name, slug, path = "direct") => {
      const person = await open(name);
      if (path === "node") await hideAddresses(person);
      await joinRoom(person, room(slug));
      return person;
    },
    setWeather: (name, weather) => network.hosts[name].setWeather(weather),
    cutOffMedia: (name, isCutOff) =>
      isCutOff
        ? network.hosts[name].allowOnlyTcp(Number(new URL(stack.url).port))
        : network.hosts[name].allowAll(),
  };
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
