import * as v from "valibot";
import { expect, test } from "vitest";
import { type Person, shareScreen } from "../harness/browser.ts";
import { openMark } from "../harness/mark.ts";
import { keepOnNode } from "../harness/onlooker.ts";
import { freeze } from "../harness/processes.ts";
import { setOwnScene } from "../harness/scene.ts";
import { countStats, countWhile, type Sent, timesAsked } from "../harness/sent.ts";

// Its node's workers are stopped here.
const scene = setOwnScene();
// Another size than the camera's: the counts know a picture by its width.
const SIZE = { width: 1600, height: 900 };

const figure = v.pipe(v.number(), v.finite(), v.minValue(0));
const list = v.array(v.nullable(v.union([figure, v.string()])));
const candidate = v.picklist(["host", "srflx", "prflx", "relay"]);
/** What may be in a copy, and nothing else. */
const copySchema = v.strictObject({
  nearcast: v.string(),
  protocol: v.number(),
  userAgent: v.string(),
  at: v.pipe(v.string(), v.isoTimestamp()),
  quality: v.strictObject({ level: v.picklist(["good", "fair", "poor"]), cause: v.optional(v.string()) }),
  streams: v.array(
    v.strictObject({
      direction: v.picklist(["in", "out"]),
      source: v.picklist(["microphone", "camera", "screen", "screen-audio"]),
      person: v.pipe(v.number(), v.integer()),
      route: v.variant("kind", [
        v.strictObject({
          kind: v.literal("node"),
          node: v.strictObject({ id: v.string(), region: v.string() }),
        }),
        v.strictObject({ kind: v.literal("direct") }),
      ]),
      idle: v.boolean(),
      now: v.objectWithRest(
        {
          kind: v.picklist(["audio", "video"]),
          codec: v.string(),
          captured: v.optional(v.record(v.string(), figure)),
          layers: v.optional(v.array(v.record(v.string(), v.union([figure, v.string(), v.boolean()])))),
          path: v.optional(
            v.objectWithRest(
              {
                local: candidate,
                remote: candidate,
                protocol: v.picklist(["udp", "tcp"]),
                relayed: v.boolean(),
              },
              v.union([figure, v.string(), v.boolean()]),
            ),
          ),
        },
        v.union([figure, v.string(), v.boolean()]),
      ),
      samples: v.record(v.string(), list),
    }),
  ),
});
type Copy = v.InferOutput<typeof copySchema>;

/** A person whose questions for statistics are counted, and whose clipboard can be read. */
async function arriveWatched(name: string, slug: string): Promise<Person> {
  const person = await scene.open(name);
  await person.context.grantPermissions(["clipboard-read", "clipboard-write", "microphone", "camera"]);
  await countStats(person.context);
  await person.page.goto(scene.room(slug));
  await person.page.getByRole("textbox", { name: "Your name" }).fill(name);
  await person.page.getByRole("button", { name: "Join", exact: true }).click();
  await person.page.getByRole("button", { name: "Leave", exact: true }).waitFor({ timeout: 15_000 });
  return person;
}

async function copyFigures({ page }: Person): Promise<{ text: string; copy: Copy }> {
  await page.getByRole("button", { name: "Copy as JSON" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  return { text, copy: v.parse(copySchema, JSON.parse(text)) };
}

function screenOf({ streams }: Copy): Copy["streams"][number] {
  const screen = streams.find(({ source }) => source === "screen");
  if (screen === undefined) throw new Error("there is no screen among the figures");
  return screen;
}

/** The means of the screen's newest seconds, and the times between which they were measured. */
function meansOf(copy: Copy, seconds: number) {
  const { secondsAgo = [], bitrate = [], frameRate = [] } = screenOf(copy).samples;
  const ages = secondsAgo.map(Number);
  const first = ages.findIndex((age) => age < seconds);
  const lengths = ages.slice(first + 1).map((age, index) => Number(ages[first + index]) - age);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  // A rate is of the time since the sample before.
  const mean = (rates: Copy["streams"][number]["samples"][string]) =>
    lengths.reduce((sum, length, index) => sum + length * Number(rates[first + 1 + index]), 0) / total;
  const at = (age: number) => Date.parse(copy.at) - age * 1_000;
  return {
    from: at(ages[first] ?? 0),
    to: at(ages.at(-1) ?? 0),
    bitrate: mean(bitrate),
    frameRate: mean(frameRate),
  };
}

/** What the test's own counts say of the time between. */
function growthIn(counted: readonly Sent[], from: number, to: number) {
  const start = counted.find(({ at }) => at >= from);
  const end = counted.findLast(({ at }) => at <= to);
  if (start === undefined || end === undefined || start === end)
    throw new Error("the counts are of another time");
  const seconds = (end.at - start.at) / 1_000;
  return {
    bitrate: ((end.bytes - start.bytes) * 8) / seconds,
    frameRate: (end.frames - start.frames) / seconds,
  };
}

const card = ({ page }: Person, title: string) => page.getByRole("article", { name: title, exact: true });
const SECONDS = 10;

test("the panel says what the browsers do, while it is open", { timeout: 120_000 }, async () => {
  const ada = await arriveWatched("Ada", "figures");
  const ben = await arriveWatched("Ben", "figures");
  // So that one key frame, at the edge of what is counted, is little of all.
  await openMark(ada.context, SIZE, { scrolls: true });
  await shareScreen(ada.page, "1080p");
  await ada.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
  await ben.page.locator('video[data-source="screen"]').waitFor({ timeout: 20_000 });

  await ada.page.keyboard.press("i");
  await ben.page.getByRole("button", { name: "Statistics", exact: true }).click();
  const screen = card(ben, "Ada’s screen");
  await screen.getByText("Direct", { exact: true }).waitFor({ timeout: 20_000 });
  // The node's is there still, and idle.
  const routes = async () =>
    (await copyFigures(ben)).copy.streams
      .filter(({ source, idle }) => source === "screen" && !idle)
      .map(({ route }) => route);
  await expect.poll(routes, { timeout: 20_000 }).toEqual([{ kind: "direct" }]);

  await keepOnNode(scene.stack.url, "figures");
  for (const each of [card(ada, "Your camera"), card(ben, "Ada’s camera"), screen])
    await expect.poll(() => each.count(), { timeout: 20_000 }).toBe(1);
  await screen.getByText(`${SIZE.width} × ${SIZE.height}`).waitFor({ timeout: 20_000 });
  await screen.getByText(`Node ${scene.stack.nodes[0]?.id}, local`).waitFor();

  const counted = await countWhile(ada.page, SIZE.width, SECONDS);
  const [sent, received] = await Promise.all([copyFigures(ada), copyFigures(ben)]);
  for (const { copy } of [sent, received]) {
    const figures = screenOf(copy);
    expect(figures.now).toMatchObject({ ...SIZE, codec: counted[0]?.codec });
    expect(figures.route).toEqual({ kind: "node", node: { id: scene.stack.nodes[0]?.id, region: "local" } });
    const said = meansOf(copy, SECONDS - 1);
    const real = growthIn(counted, said.from, said.to);
    expect(real.frameRate).toBeGreaterThan(1);
    expect(Math.abs(said.bitrate / real.bitrate - 1)).toBeLessThan(0.2);
    expect(Math.abs(said.frameRate / real.frameRate - 1)).toBeLessThan(0.2);
  }

  for (const { text } of [sent, received]) {
    const { userAgent, at, ...rest } = JSON.parse(text);
    expect(JSON.stringify(rest)).not.toMatch(
      /Ada|Ben|figures|\d+\.\d+\.\d+\.\d+|[0-9a-f]{8}-|(?:[0-9a-f]{1,4}:){2}/,
    );
  }

  const line = screen.locator("path.line").first();
  const drawn = await line.getAttribute("d");
  expect(drawn).toMatch(/^M[\d.]+ [\d.]+L/);
  await expect.poll(() => line.getAttribute("d"), { timeout: 10_000 }).not.toBe(drawn);
});

test("a closed panel asks the browser for next to nothing", { timeout: 90_000 }, async () => {
  const ada = await arriveWatched("Ada", "closing");
  await ada.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
  await ada.page.keyboard.press("i");
  await card(ada, "Your camera").waitFor();
  const opened = await timesAsked(ada.page);
  await expect.poll(() => timesAsked(ada.page), { timeout: 20_000 }).toBeGreaterThan(opened + 8);
  await ada.page.getByRole("button", { name: "Close panel" }).click();
  const button = ada.page.getByRole("button", { name: "Statistics", exact: true });
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  const closed = await timesAsked(ada.page);
  await ada.page.waitForTimeout(6_000);
  // The mark looks every three seconds, a codec's watcher every two, and whoever looks for a dip every second.
  expect((await timesAsked(ada.page)) - closed).toBeLessThanOrEqual(18);
});

/** How many of the node's workers it has ended because they hung. */
async function workersHung(): Promise<number> {
  const metrics = scene.stack.nodes[0]?.healthUrl.replace("/healthz", "/metrics") ?? "";
  const text = await (await fetch(metrics)).text();
  return Number(/^nearcast_worker_hangs_total (\d+)/m.exec(text)?.[1] ?? 0);
}

test("who comes over badly is marked, and so is one's own connection; and no longer when it is well again", {
  timeout: 180_000,
}, async () => {
  const ada = await scene.open("Ada", ["--of-ada"]);
  await ada.page.goto(scene.room("marks"));
  await ada.page.getByRole("textbox", { name: "Your name" }).fill("Ada");
  await ada.page.getByRole("button", { name: "Join", exact: true }).click();
  const ben = await scene.arrive("Ben", "marks");
  await keepOnNode(scene.stack.url, "marks");
  for (const { page } of [ada, ben])
    await page.getByRole("button", { name: "Turn camera on", exact: true }).click();
  const shown = () =>
    ben.page.evaluate(() => {
      const video = document.querySelector<HTMLVideoElement>('video[data-source="camera"]:not([data-self])');
      return video?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
    });
  await expect.poll(shown, { timeout: 30_000 }).toBeGreaterThan(10);
  const mark = ben.page
    .getByRole("figure")
    .filter({ hasText: "Ada" })
    .getByRole("img", { name: "connection poor" });
  const own = ben.page.getByRole("button", { name: "Statistics", exact: true });
  const says = () => own.getAttribute("aria-description");
  await expect.poll(says, { timeout: 40_000 }).toBe("Your connection: good.");
  await mark.waitFor({ state: "detached" });

  const adasComputer = await freeze("--of-ada");
  try {
    await mark.waitFor({ timeout: 40_000 });
    expect(await says()).toBe("Your connection: good.");
  } finally {
    adasComputer.thaw();
  }
  await mark.waitFor({ state: "detached", timeout: 60_000 });

  // A worker that hangs is nobody's own connection: its node ends it, and everybody is connected anew.
  const state = (text: string) => ben.page.getByRole("status").filter({ hasText: text });
  const worker = await freeze("mediasoup-worker");
  try {
    await expect.poll(workersHung, { timeout: 40_000 }).toBeGreaterThan(0);
    expect(await says()).toBe("Your connection: good.");
  } finally {
    worker.thaw();
  }
  await state("Connected").waitFor({ timeout: 60_000 });
  const stood = await shown();
  await expect.poll(shown, { timeout: 60_000 }).toBeGreaterThan(stood + 10);
});
