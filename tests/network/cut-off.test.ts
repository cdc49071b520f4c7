import { expect, test } from "vitest";
import { type Person, shareScreen } from "../e2e/harness/browser.ts";
import { openMark, readMark } from "../e2e/harness/mark.ts";
import { setNetworkScene } from "./harness/scene.ts";
import { waysToNodes } from "./harness/ways.ts";

const scene = setNetworkScene(["ada", "ben"] as const);

/** What the page says of its own connection. */
const ownConnection = ({ page }: Person) =>
  page.getByRole("button", { name: "Statistics", exact: true }).getAttribute("aria-description");

test("who reaches the room but no longer its node is told so, and sees on when it is there again", {
  timeout: 180_000,
}, async () => {
  const ada = await scene.arrive("ada", "cut-off");
  const ben = await scene.arrive("ben", "cut-off", "node");
  await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p", "15 fps");
  const count = async () => (await readMark(ben.page)).count ?? 0;
  await expect.poll(count, { timeout: 30_000 }).toBeGreaterThan(0);
  await expect.poll(() => ownConnection(ben), { timeout: 40_000 }).toBe("Your connection: good.");

  await scene.cutOffMedia("ben", true);
  const told = "Your connection: poor: no answer.";
  await expect.poll(() => ownConnection(ben), { timeout: 40_000 }).toBe(told);
  await ben.page.getByRole("status").filter({ hasText: told }).waitFor();
  expect(await ownConnection(ada)).toBe("Your connection: good.");

  await scene.cutOffMedia("ben", false);
  const stood = await count();
  await expect.poll(count, { timeout: 30_000 }).toBeGreaterThan(stood + 15);
  await expect.poll(() => ownConnection(ben), { timeout: 60_000 }).toBe("Your connection: good.");
});

test("who may send TCP alone shares and sees by the node's own TCP, without a relay", {
  timeout: 180_000,
}, async () => {
  await scene.allowOnlyTcp("ada");
  const ada = await scene.arrive("ada", "tcp");
  const ben = await scene.arrive("ben", "tcp");
  await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p", "15 fps");
  const count = async () => (await readMark(ben.page)).count ?? 0;
  await expect.poll(count, { timeout: 60_000 }).toBeGreaterThan(0);
  await ben.page.getByRole("button", { name: "Unmute", exact: true }).click();
  const ways = async (person: Person) =>
    (await waysToNodes(person)).map(({ remote }) => `${remote.candidateType} ${remote.protocol}`);
  await expect.poll(() => ways(ada), { timeout: 30_000 }).toEqual(["host tcp", "host tcp"]);
  expect(new Set(await ways(ben))).toEqual(new Set(["host udp"]));
  const from = await count();
  await expect.poll(count, { timeout: 30_000 }).toBeGreaterThan(from + 60);
});
