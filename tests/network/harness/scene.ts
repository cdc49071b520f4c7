import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll } from "vitest";
import { PATHS } from "../../../protocol/api.ts";
import type { FleetNode, FleetNodes } from "../../../protocol/fleet.ts";
import { joinRoom, type Person } from "../../e2e/harness/browser.ts";
import { hideAddresses, type Path } from "../../e2e/harness/paths.ts";
import { beforeSecondTry } from "../../e2e/harness/second-try.ts";
import { keepJournals } from "./journal.ts";
import type { Regions } from "./network.ts";
import { type Prepare, type ServedNetwork, serveNetwork } from "./served-network.ts";
import { waysToNodes } from "./ways.ts";
import type { Weather } from "./wire.ts";

export interface NetworkScene<Name extends string> {
  /** Somebody with a browser on their own machine, who is nowhere yet. */
  open(name: Name): Promise<Person>;
  /** The address of a room. */
  room(slug: string): string;
  /** Which of these machines somebody's media comes from; null while it comes from none. */
  mediaFrom<N extends Name>(person: Person, machines: readonly N[]): Promise<N | null>;
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
  /** Somebody's firewall lets nothing through but TCP. */
  allowOnlyTcp(name: Name): Promise<void>;
  /** What a machine sends to another one by UDP is lost; what comes back is not. */
  cutOneWay(from: Name, to: Name): Promise<void>;
  /** Somebody's wire is cut: nothing goes in or out, and nobody is told; or it is mended. */
  cutOff(name: Name, isCutOff: boolean): Promise<void>;
  /** Somebody's machine goes over to another network. */
  changeNetwork(name: Name): Promise<void>;
}

/**
 * Sets the scene; call it once, at the top of a test file. Each name has a machine; browsers close after each test.
 *
 * @param prepare does what comes before Nearcast is served, on any of the machines; again where a test is tried again
 * @param regions which of the machines are in a region, behind a long line
 */
export function setNetworkScene<Name extends string>(
  names: readonly Name[],
  prepare?: Prepare<Name>,
  regions: Regions<NoInfer<Name>> = {},
): NetworkScene<Name> {
  let network: ServedNetwork<Name>;
  let people: Person[] = [];
  const serve = async () => {
    network = await serveNetwork(names, prepare, regions);
  };
  beforeAll(serve);
  beforeSecondTry(() => network.close().then(serve));
  afterEach(async () => {
    await Promise.all(people.map(({ browser }) => browser.close()));
    people = [];
    for (const name of names) {
      await network.hosts[name].setWeather({});
      await network.hosts[name].allowAll();
    }
  });
  afterAll(() => network?.close());
  const open = async (name: Name): Promise<Person> => {
    const person = await network.open(name);
    people.push(person);
    await keepJournals(person.context);
    return person;
  };
  const room = (slug: string) => `${network.url}/r/${slug}`;
  /** The network is no part of the test's own: a page asks for it. */
  const ask = async ({ page }: Person, method: string, path: string): Promise<unknown> => {
    const secrets = JSON.parse(await readFile(join(network.stateDirectory, "secrets.json"), "utf8"));
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
    mediaFrom: async (person, machines) => {
      const addresses = (await waysToNodes(person)).map(({ remote }) => remote.address);
      return machines.find((name) => addresses.includes(network.hosts[name].address)) ?? null;
    },
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
        ? network.hosts[name].allowOnlyTcp(Number(new URL(network.url).port))
        : network.hosts[name].allowAll(),
    allowOnlyTcp: (name) => network.hosts[name].allowOnlyTcp(),
    cutOneWay: (from, to) => network.hosts[to].dropUdpFrom(network.hosts[from].address),
    cutOff: (name, isCutOff) =>
      isCutOff ? network.hosts[name].allowNothing() : network.hosts[name].allowAll(),
    changeNetwork: (name) => network.hosts[name].changeAddress(),
  };
}
