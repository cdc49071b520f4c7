import { expect, test } from "vitest";
import { makeRoomSecret } from "../../web/state/room-secret.ts";
import { joinRoom, type Person } from "./harness/browser.ts";
import { moves, SOON, shareMark, shareWithBen } from "./harness/direct-share.ts";
import { readMark } from "./harness/mark.ts";
import { closePath, comesBy, hideAddresses, readTraffic, shownPath } from "./harness/paths.ts";
import { setScene } from "./harness/scene.ts";

const scene = setScene();

async function inBrowser(context: Person["context"], script: () => void): Promise<void> {
  await context.addInitScript(script);
}

test.for<[string, (person: Person) => Promise<void>]>([
  ["has no address that another can reach", hideAddresses],
  [
    "says nothing but nonsense",
    ({ context }) =>
      inBrowser(context, () => {
        const { send } = WebSocket.prototype;
        WebSocket.prototype.send = function (this: WebSocket, data) {
          const items = String(data).startsWith("[") ? JSON.parse(String(data)) : null;
          for (const item of items ?? []) if (item.type === "relay") item.body = `{"kind":${"[".repeat(99)}`;
          send.call(this, items === null ? data : JSON.stringify(items));
        };
      }),
  ],
])("a page that %s stays on the node", { timeout: 120_000 }, async ([, prepare]) => {
  const slug = `blocked-${Math.random().toString(36).slice(2)}`;
  const [ada, ben] = await shareWithBen(scene, slug, prepare);
  await moves(ben, 40);
  expect(await shownPath(ben.page)).toBe("node");
  expect((await readTraffic(ben.page)).direct.connected).toBe(0);
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});

test("who does not reach the node sees what comes directly, and nothing says that it is yet to come", {
  timeout: 120_000,
}, async () => {
  const [ada, ben] = await shareWithBen(scene, "no-node", async (person) => {
    if (person.name === "Ben") await closePath(person, "node");
  });
  // So long that the way to the node has been given up, and made anew.
  await moves(ben, 100);
  expect(await shownPath(ben.page)).toBe("direct");
  const screen = ben.page.getByRole("figure").filter({ has: ben.page.locator("video") });
  for (const text of ["The picture is on its way…", "the picture is coming back…"])
    expect(await screen.getByText(text).count(), text).toBe(0);
  expect(ada.complaints).toEqual([]);
});

test("nothing of a picture comes from the node any more, and what is encrypted stays so", {
  timeout: 180_000,
}, async () => {
  const link = `${scene.room("sealed")}#${makeRoomSecret()}`;
  const [ada, ben] = [await scene.open("Ada"), await scene.open("Ben")];
  await joinRoom(ada, link);
  await joinRoom(ben, link);
  await shareMark(ada);
  await comesBy(ben, "direct");
  const framesByNode = async () => (await readTraffic(ada.page)).node.framesSent;
  await expect
    .poll(async () => {
      const before = await framesByNode();
      await moves(ben, 10);
      return (await framesByNode()) - before;
    }, SOON)
    .toBe(0);
  // Without its key, who sees the direct path's bytes sees what the node would: nothing.
  const eve = await scene.open("Eve");
  await joinRoom(eve, `${scene.room("sealed")}#${makeRoomSecret()}`);
  await eve.page.getByText("Cannot be decrypted", { exact: true }).first().waitFor(SOON);
  expect((await readMark(eve.page)).count).toBeNull();
  await moves(ben, 10);
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});

test("somebody whose browser is gone takes nothing along, and is seen directly again when back", {
  timeout: 180_000,
}, async () => {
  const [ada, ben] = await shareWithBen(scene, "gone");
  await comesBy(ben, "direct");
  await ada.browser.close();
  const again = await scene.open("Ada");
  await joinRoom(again, scene.room("gone"));
  await shareMark(again);
  await expect
    .poll(() => ben.page.locator('video[data-source="screen"]').count(), { timeout: 45_000 })
    .toBe(1);
  await comesBy(ben, "direct");
  await moves(ben, 10);
  expect(ben.complaints).toEqual([]);
});
