import { afterAll, beforeAll, expect, test } from "vitest";
import { joinRoom, type Person, shareScreen } from "./harness/browser.ts";
import { openMark, readMark } from "./harness/mark.ts";
import { keepOnNode } from "./harness/onlooker.ts";
import { openPlace, type Place } from "./harness/place.ts";
import { setOwnScene } from "./harness/scene.ts";

const PLACES = {
  frankfurt: { latitude: 50.1, longitude: 8.7 },
  virginia: { latitude: 39, longitude: -77.5 },
  tokyo: { latitude: 35.7, longitude: 139.7 },
} as const;
const NAMES = Object.keys(PLACES) as (keyof typeof PLACES)[];

const scene = setOwnScene({ nodes: 3, nodePositions: Object.values(PLACES) });
const places = new Map<keyof typeof PLACES, Place>();
beforeAll(async () => {
  for (const name of NAMES) places.set(name, await openPlace(scene.stack.url, PLACES[name]));
});
afterAll(async () => {
  for (const place of places.values()) await place.close();
});

/** Somebody who has joined a room from there. */
async function arrive(name: string, from: keyof typeof PLACES, slug: string): Promise<Person> {
  const person = await scene.open(name);
  await joinRoom(person, `${places.get(from)?.url}/r/${slug}`);
  return person;
}

/** A number that a node counts. */
async function metric(index: number, name: string): Promise<number> {
  const { healthUrl } = scene.stack.nodes[index] ?? { healthUrl: "" };
  const text = await (await fetch(healthUrl.replace("/healthz", "/metrics"))).text();
  return Number(new RegExp(`^${name}(?:{[^}]*})? (\\S+)`, "m").exec(text)?.[1] ?? Number.NaN);
}

const count = async ({ page }: Person) => (await readMark(page)).count ?? 0;

test("three people on three continents are each on the node nearest to them, and see one share", {
  timeout: 120_000,
}, async () => {
  const ada = await arrive("Ada", "frankfurt", "continents");
  await keepOnNode(scene.stack.url, "continents");
  const ben = await arrive("Ben", "virginia", "continents");
  const cleo = await arrive("Cleo", "tokyo", "continents");
  await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p", "15 fps");
  for (const viewer of [ben, cleo])
    await expect.poll(() => count(viewer), { timeout: 30_000 }).toBeGreaterThan(0);
  for (const index of [0, 1, 2])
    await expect
      .poll(() => metric(index, "nearcast_transports"), { timeout: 10_000 })
      .toBeGreaterThanOrEqual(2);

  // The node of one viewer ends: the other one sees on, and so does who was on it, by another node.
  const stood = await count(cleo);
  await scene.stack.nodes[1]?.kill();
  await expect.poll(() => count(cleo), { timeout: 10_000 }).toBeGreaterThan(stood + 10);
  const before = await count(ben);
  await expect.poll(() => count(ben), { timeout: 30_000 }).toBeGreaterThan(before + 15);
});
