import { setTimeout as delay } from "node:timers/promises";
import type { WebSocket } from "playwright-core";
import { expect, test } from "vitest";
import { joinRoom, shareScreen } from "./harness/browser.ts";
import { recordFrames } from "./harness/frames.ts";
import { looksWell } from "./harness/looks.ts";
import { openMark, readMark } from "./harness/mark.ts";
import { countReceived, countSent } from "./harness/rtp.ts";
import { setScene } from "./harness/scene.ts";

const scene = setScene();

test("one frame goes out and one comes in before the first remote picture", {
  timeout: 120_000,
}, async () => {
  const ada = await scene.arrive("Ada", "one-round-trip");
  await openMark(ada.context, { width: 1920, height: 1080 });
  await shareScreen(ada.page, "1080p");
  await ada.page.locator('video[data-source="screen"][data-self]').waitFor();

  const ben = await scene.open("Ben");
  await joinRoom(ben, scene.room("where-the-name-is-remembered"));
  const page = await ben.context.newPage();
  const frames = recordFrames(page);
  await page.goto(scene.room("one-round-trip"));
  // Without a sign of a person before it, for which transports would be reserved.
  await page.getByRole("button", { name: "Join", exact: true }).dispatchEvent("click");
  await expect
    .poll(async () => (await readMark(page)).count, { interval: 20, timeout: 20_000 })
    .not.toBeNull();

  // What the page says of how it shows the picture, and what pages say to each other to connect directly, nothing waits for.
  const notNeeded = /"type":"(watch|relay)|^\[\{"re":\d+,"ok":\{\}\}\]$/;
  const needed = (texts: string[]) => texts.filter((text) => !notNeeded.test(text));
  expect(
    needed(frames.sent).map((text) => JSON.parse(text).map(({ type }: { type: string }) => type)),
  ).toEqual([["join"]]);
  expect(needed(frames.received)).toHaveLength(1);
  const [{ ok }] = JSON.parse(frames.received[0] ?? "[{}]");
  // The screen, and its sound.
  expect(ok.media.consumers.map(({ kind }: { kind: string }) => kind).sort()).toEqual(["audio", "video"]);
});

test("the socket of a join is open before it, and goes with a page that does not join", {
  timeout: 60_000,
}, async () => {
  await scene.arrive("Ada", "early");
  const ben = await scene.open("Ben");
  const opened: WebSocket[] = [];
  ben.page.on("websocket", (socket) => {
    if (socket.url().includes("/api/sockets/")) opened.push(socket);
  });
  const signOfLife = () => ben.page.getByRole("textbox", { name: "Your name", exact: true }).fill("Ben");
  await ben.page.goto(scene.room("early"));
  await signOfLife();
  await expect.poll(() => opened.length).toBe(1);
  await ben.page.getByRole("link", { name: "Nearcast" }).click();
  await expect.poll(() => opened[0]?.isClosed()).toBe(true);

  await ben.page.goBack();
  await signOfLife();
  await expect.poll(() => opened.length).toBe(2);
  await ben.page.getByRole("button", { name: "Join", exact: true }).click();
  await ben.page.getByText("Connected", { exact: true }).waitFor();
  expect(opened).toHaveLength(2);
});

test("the way to the node is connected while the name is typed, and the share comes by it without another word", {
  timeout: 60_000,
}, async () => {
  const ada = await scene.arrive("Ada", "reserved");
  await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p");
  const ben = await scene.open("Ben");
  const frames = recordFrames(ben.page);
  await ben.page.goto(scene.room("reserved"));
  await ben.page.getByRole("textbox", { name: "Your name", exact: true }).fill("Ben");
  /** What has come by the connection that was there before the join. */
  const early = () =>
    ben.page.evaluate(async () => {
      const toNode = globalThis.nearcastConnections.filter(({ isDirect }) => !isDirect);
      const ways = toNode.map(({ connection }) => connection);
      const connected = ways.find(({ connectionState }) => connectionState === "connected");
      const entries = [...((await connected?.getStats())?.values() ?? [])];
      const pictures = entries.filter(
        ({ type, framesDecoded = 0 }) => type === "inbound-rtp" && framesDecoded > 0,
      );
      return { ways: ways.length, isConnected: connected !== undefined, pictures: pictures.length };
    });
  await expect.poll(async () => (await early()).isConnected, { timeout: 20_000 }).toBe(true);
  const { ways, pictures } = await early();
  expect(pictures).toBe(0);
  await ben.page.getByRole("button", { name: "Join", exact: true }).click();
  await expect.poll(async () => (await readMark(ben.page)).count, { timeout: 20_000 }).not.toBeNull();
  expect(await early()).toMatchObject({ ways, pictures: 1 });
  // What the node sends, its probes of bandwidth too, is acknowledged: the pictures' section, and that of the probes.
  const video = await ben.page.evaluate(() =>
    globalThis.nearcastConnections
      .filter(({ isDirect }) => !isDirect)
      .flatMap(({ connection }) => connection.remoteDescription?.sdp.split(/(?=^m=)/m) ?? [])
      .filter((section) => section.startsWith("m=video") && section.includes("a=sendonly")),
  );
  expect(video.map((section) => section.includes("transport-wide-cc"))).toEqual([true, true]);
  const sent = frames.sent.flatMap((text) => JSON.parse(text)).map(({ type }: { type: string }) => type);
  expect(sent.filter((type) => ["reserve", "join", "start-consumers"].includes(type))).toEqual([
    "reserve",
    "join",
  ]);
  expect(ben.complaints).toEqual([]);
});

test("a screen that nobody sees is sent while somebody is about to join, who receives none of it, and not after they have gone", {
  timeout: 90_000,
}, async () => {
  const ada = await scene.arrive("Ada", "expected");
  await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p");
  /** Pictures that Ada sends within most of a second. */
  const sent = async () => {
    const before = (await countSent(ada.page, "video")).carried;
    await delay(700);
    return (await countSent(ada.page, "video")).carried - before;
  };
  await expect.poll(sent, { timeout: 20_000 }).toBe(0);
  const ben = await scene.open("Ben");
  await ben.page.goto(scene.room("expected"));
  await ben.page.getByRole("textbox", { name: "Your name", exact: true }).fill("Ben");
  await expect.poll(sent, { timeout: 15_000 }).toBeGreaterThan(0);
  expect((await countReceived(ben.page, "video")).carried).toBe(0);
  await ben.page.goto("about:blank");
  await expect.poll(sent, { timeout: 15_000 }).toBe(0);
});

test("what was reserved is closed where nobody comes in by it", { timeout: 60_000 }, async () => {
  const ada = await scene.arrive("Ada", "shut");
  const ben = await scene.open("Ben");
  await ben.page.goto(scene.room("shut"));
  await ben.page.getByRole("textbox", { name: "Your name", exact: true }).fill("Ben");
  const states = () =>
    ben.page.evaluate(() =>
      globalThis.nearcastConnections
        .filter(({ isDirect }) => !isDirect)
        .map(({ connection }) => connection.connectionState),
    );
  await expect.poll(states, { timeout: 20_000 }).toContain("connected");
  await ada.page.getByRole("button", { name: "Room settings", exact: true }).click();
  await ada.page.getByRole("tab", { name: "Access" }).click();
  await ada.page.getByRole("switch", { name: "Lock the room" }).check();
  await ben.page.getByRole("button", { name: "Join", exact: true }).click();
  await ben.page.getByText("This room is locked").waitFor();
  await expect.poll(states).toEqual(["closed", "closed"]);
});

test("the page before the call says which media server is the nearest, and the join what was measured", {
  timeout: 60_000,
}, async () => {
  await scene.arrive("Ada", "near");
  const ben = await scene.open("Ben");
  // Nothing is asked of the person.
  await ben.context.clearPermissions();
  const frames = recordFrames(ben.page);
  await ben.page.goto(scene.room("near"));
  const [node] = scene.stack.nodes;
  await ben.page.getByText(new RegExp(`^Nearest media server: ${node?.id}, local · (< )?\\d+ ms$`)).waitFor();
  await looksWell(ben.page, "near", [1280, 320]);
  await ben.page.getByRole("textbox", { name: "Your name", exact: true }).fill("Ben");
  await ben.page.getByRole("button", { name: "Join", exact: true }).click();
  await ben.page.getByText("Connected", { exact: true }).waitFor();
  const [join] = JSON.parse(frames.sent.find((text) => text.includes('"join"')) ?? "[]");
  expect(join.roundTrips[node?.id ?? ""]).toBeLessThan(1_000);
});

test("the address of a room that nobody has made says so, and joining makes it", {
  timeout: 60_000,
}, async () => {
  const cleo = await scene.open("Cleo");
  await cleo.page.goto(scene.room("brand-new"));
  await cleo.page.getByText("Nobody has made this room yet").waitFor();
  await joinRoom(cleo, scene.room("brand-new"));
  await cleo.page.getByRole("button", { name: "People", exact: true }).click();
  await cleo.page.getByText("owner", { exact: false }).first().waitFor();
});

test("a refused microphone is explained, and the call goes on without it", { timeout: 60_000 }, async () => {
  const dan = await scene.open("Dan");
  await dan.context.clearPermissions();
  const devtools = await dan.context.newCDPSession(dan.page);
  for (const name of ["microphone", "camera"]) {
    await devtools.send("Browser.setPermission", {
      permission: { name },
      setting: "denied",
      origin: scene.stack.url,
    });
  }
  await joinRoom(dan, scene.room("no-microphone"));
  await dan.page.getByRole("button", { name: "Unmute", exact: true }).click();
  await dan.page
    .getByRole("alert")
    .filter({ hasText: /microphone/i })
    .first()
    .waitFor();
  await dan.page.getByRole("button", { name: "Chat", exact: true }).click();
  await dan.page.getByRole("textbox", { name: "Message" }).fill("I cannot speak, but I can write.");
  await dan.page.keyboard.press("Enter");
  await dan.page.getByText("I cannot speak, but I can write.", { exact: true }).waitFor();
});

test("a page that is not secure may watch and write, and says why it may not speak", {
  timeout: 60_000,
}, async () => {
  const eve = await scene.open("Eve", ["--host-resolver-rules=MAP nearcast.example 127.0.0.1"]);
  await joinRoom(eve, `http://nearcast.example:${new URL(scene.stack.url).port}/r/insecure`);
  await eve.page.getByText("Connected", { exact: true }).waitFor();
  await eve.page.getByRole("button", { name: "Unmute", exact: true }).click();
  await eve.page.getByRole("alert").filter({ hasText: "https://" }).first().waitFor();
});

test("whoever joins before the page has heard of the room makes it, and owns it", {
  timeout: 60_000,
}, async () => {
  const ada = await scene.open("Ada");
  const asked: string[] = [];
  await ada.page.route("**/api/rooms**", async (route) => {
    const { pathname } = new URL(route.request().url());
    asked.push(pathname.replace("/api/rooms", ""));
    if (asked.length === 1) await delay(2_000);
    await route.continue();
  });
  await joinRoom(ada, scene.room("in-a-hurry"));
  expect(asked).toEqual(["/in-a-hurry/session", "", "/in-a-hurry/session"]);
  await ada.page.getByRole("button", { name: "People", exact: true }).click();
  await ada.page.getByText("Owner", { exact: true }).waitFor();
});

test("whoever goes to another page while a join waits for its answer does not join", {
  timeout: 60_000,
}, async () => {
  await scene.arrive("Ada", "left-in-time");
  const ben = await scene.open("Ben");
  const frames = recordFrames(ben.page);
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await ben.page.route("**/api/rooms/left-in-time/session", async (route) => {
    await held;
    await route.continue();
  });
  await ben.page.goto(scene.room("left-in-time"));
  await ben.page.getByRole("textbox", { name: "Your name" }).fill("Ben");
  await ben.page.getByRole("button", { name: "Join", exact: true }).click();
  await ben.page.getByRole("link", { name: "Nearcast", exact: true }).click();
  await ben.page.getByRole("heading", { level: 1 }).waitFor();
  const answered = ben.page.waitForResponse("**/api/rooms/left-in-time/session");
  answer();
  await answered;
  // By then they would have been there.
  await delay(2_000);
  expect(frames.sent).toEqual([]);
  expect(await ben.page.title()).toBe("Nearcast");
});
