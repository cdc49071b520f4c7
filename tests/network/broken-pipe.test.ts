import { expect, test } from "vitest";
import { type Person, shareScreen } from "../e2e/harness/browser.ts";
import { openMark, readMark } from "../e2e/harness/mark.ts";
import { hideAddressesFromNow } from "../e2e/harness/paths.ts";
import { say } from "./harness/say.ts";
import { setNetworkScene } from "./harness/scene.ts";

/** Two regions, each with a media node and somebody, and how long the line from each to all others is, in milliseconds one way. */
const REGIONS = {
  europe: { node: "node-1", person: "ada", delayMs: 10 },
  america: { node: "node-2", person: "ben", delayMs: 45 },
} as const;
const ALL = Object.entries(REGIONS);

const scene = setNetworkScene(
  ALL.flatMap(([, { node, person }]) => [node, person]),
  async ({ hosts, setRegionWeather }) => {
    for (const [region, { delayMs }] of ALL) await setRegionWeather(region, { delayMs });
    const nodeMachines = ALL.map(([region, { node }]) => {
      const { prefix, address } = hosts[node];
      return { prefix, address, region };
    });
    return { nodes: ALL.length, nodeMachines };
  },
  Object.fromEntries(ALL.map(([region, { node, person }]) => [region, [node, person]])),
);

/** Somebody joins, when their page has said which node is the nearest. Nobody reaches them directly. */
async function arrive(name: "ada" | "ben"): Promise<Person> {
  const person = await scene.open(name);
  const { page } = person;
  await page.goto(scene.room("pipe"));
  await page.getByText(/^Nearest media server: /).waitFor({ timeout: 30_000 });
  await hideAddressesFromNow(person);
  await page.getByRole("textbox", { name: "Your name", exact: true }).fill(name);
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await page.getByText("Connected", { exact: true }).waitFor({ timeout: 30_000 });
  return person;
}

test("who sees nothing any more because one node does not reach the other sees on by the sharer's own", {
  timeout: 240_000,
}, async () => {
  // Before the room is there, nobody has a pass by which to ask for nodes.
  const maker = await scene.arrive("ben", "pipe");
  await maker.page.getByRole("button", { name: "Leave", exact: true }).click();
  await maker.browser.close();
  const ada = await arrive("ada");
  const ben = await arrive("ben");
  const people = async () =>
    Object.fromEntries((await scene.fleet(ada)).map(({ region, load }) => [region, load.people]));
  await expect.poll(people, { timeout: 20_000 }).toEqual({ europe: 1, america: 1 });
  await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p", "15 fps");
  const count = async () => (await readMark(ben.page)).count ?? 0;
  await expect.poll(count, { timeout: 30_000 }).toBeGreaterThan(20);

  await scene.cutOneWay("node-1", "node-2");
  const [stood, stoodAt] = [await count(), Date.now()];
  // What was on its way still comes: that is less than a second.
  await expect.poll(count, { timeout: 40_000, interval: 250 }).toBeGreaterThan(stood + 30);
  say(`the picture moves on ${Date.now() - stoodAt} ms after the pipe was cut`);
  await expect.poll(people, { timeout: 30_000 }).toEqual({ europe: 2, america: 0 });
});
