import type { Person } from "../../e2e/harness/browser.ts";
import { say } from "./say.ts";
import { type NetworkScene, setNetworkScene } from "./scene.ts";

/** A region: its media node, somebody who is there, and how long the line from there to all the others is, in milliseconds one way. */
interface Region<Name extends string> {
  readonly node: Name;
  readonly person: Name;
  readonly delayMs: number;
}

export interface RegionScene<Name extends string> extends NetworkScene<Name> {
  /** Somebody makes a room: before it is there, nobody has a pass by which to ask for nodes. */
  makeRoom(maker: Name, slug: string): Promise<void>;
  /** Somebody joins, when their page has said which node is the nearest. `prepare` is done to the page between the two. */
  arriveNear(name: Name, slug: string, prepare?: (person: Person) => Promise<void>): Promise<Person>;
  /** How many people are on each region's node. */
  peopleByRegion(operator: Person): Promise<Record<string, number>>;
}

/** Sets the scene in several regions, each with a media node; call it once, at the top of a test file. */
export function setRegionScene<Name extends string>(
  regions: Readonly<Record<string, Region<Name>>>,
): RegionScene<Name> {
  const all = Object.entries(regions);
  const scene = setNetworkScene<Name>(
    all.flatMap(([, { node, person }]) => [node, person]),
    async ({ hosts, setRegionWeather }) => {
      for (const [region, { delayMs }] of all) await setRegionWeather(region, { delayMs });
      const nodeMachines = all.map(([region, { node }]) => {
        const { prefix, address } = hosts[node];
        return { prefix, address, region };
      });
      return { nodes: all.length, nodeMachines };
    },
    Object.fromEntries(all.map(([region, { node, person }]) => [region, [node, person]])),
  );
  return {
    ...scene,
    makeRoom: async (maker, slug) => {
      const { page, browser } = await scene.arrive(maker, slug);
      await page.getByRole("button", { name: "Leave", exact: true }).click();
      await browser.close();
    },
    arriveNear: async (name, slug, prepare) => {
      const person = await scene.open(name);
      const { page } = person;
      await page.goto(scene.room(slug));
      const near = page.getByText(/^Nearest media server: /);
      await near.waitFor({ timeout: 30_000 });
      say(`${name}: ${await near.textContent()}`);
      await prepare?.(person);
      await page.getByRole("textbox", { name: "Your name", exact: true }).fill(name);
      await page.getByRole("button", { name: "Join", exact: true }).click();
      await page.getByText("Connected", { exact: true }).waitFor({ timeout: 30_000 });
      return person;
    },
    peopleByRegion: async (operator) =>
      Object.fromEntries((await scene.fleet(operator)).map(({ region, load }) => [region, load.people])),
  };
}
