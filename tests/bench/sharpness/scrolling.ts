import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { joinRoom, openPerson, type Person, shareScreen } from "../../e2e/harness/browser.ts";
import { characterErrors } from "../../e2e/harness/character-errors.ts";
import { readText } from "../../e2e/harness/ocr.ts";
import { pictureToRead } from "../../e2e/harness/sharpness.ts";
import { openText, READ_LINES } from "../../e2e/harness/text-page.ts";
import type { Figure } from "../report/figure.ts";
import { shareByPeer } from "./peer.ts";
import { bytesSent, framesShown } from "./uplink.ts";

const TRACK = { width: 1920, height: 1080, frameRate: 15 } as const;

/** Five lines a second: who looks for a place in a file scrolls like that. */
const SCROLL_EVERY_MS = 200;

/** Each share is made so often, in turns, and counted for so many spans of time: ten seconds in all. */
const ROUNDS = 2;
const SPANS = 2;
const SPAN_MS = 2_500;

/** In this time the estimate of the path and the encoder's choices have come to rest. */
const SETTLE_MS = 3_000;

/** What one span of a share came to. */
interface Span {
  readonly kilobits: number;
  readonly frames: number;
  /** The viewer's picture at its end, as base64 of a PNG. */
  readonly picture: string;
}

/** What code that scrolls costs the sender, and how much of it the viewer can read: Nearcast and bare mediasoup in turns. */
export async function measureScrolling(origin: string, report: (detail: string) => void): Promise<Figure[]> {
  const sharer = await openPerson("Sharer");
  const viewer = await openPerson("Viewer");
  try {
    const { lines } = await openText(sharer.context, TRACK, SCROLL_EVERY_MS);
    await joinRoom(sharer, `${origin}/r/scrolling`);
    await joinRoom(viewer, `${origin}/r/scrolling`);
    const own: Span[] = [];
    const peer: Span[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      report(`scrolling code ${round} of ${ROUNDS}`);
      own.push(...(await shareOwn(sharer.page, viewer.page)));
      peer.push(...(await sharePeer(sharer, viewer, `${origin}/healthz`)));
    }
    return await figuresOf(own, peer, lines);
  } finally {
    await Promise.all([sharer, viewer].map(({ browser }) => browser.close()));
  }
}

async function shareOwn(sharer: Page, viewer: Page): Promise<Span[]> {
  await shareScreen(sharer, "1080p", "15 fps");
  const spans = await countSpans(sharer, viewer);
  await sharer.getByRole("button", { name: "Stop sharing", exact: true }).click();
  await viewer.locator('video[data-source="screen"]').waitFor({ state: "detached" });
  return spans;
}

/** @param address any page of the origin */
async function sharePeer(sharer: Person, viewer: Person, address: string): Promise<Span[]> {
  const [from, to] = await Promise.all([sharer.context.newPage(), viewer.context.newPage()]);
  try {
    await Promise.all([from.goto(`${address}#sender`), to.goto(address)]);
    const peer = await shareByPeer(from, to, TRACK);
    try {
      return await countSpans(from, to);
    } finally {
      peer.close();
    }
  } finally {
    await Promise.all([from.close(), to.close()]);
  }
}

async function countSpans(sharer: Page, viewer: Page): Promise<Span[]> {
  const isWhole = (width: number) =>
    document.querySelector<HTMLVideoElement>('video[data-source="screen"]:not([data-self])')?.videoWidth ===
    width;
  await viewer.waitForFunction(isWhole, TRACK.width, { polling: 100, timeout: 30_000 });
  await delay(SETTLE_MS);
  const spans: Span[] = [];
  for (let span = 0; span < SPANS; span++) {
    const before = await countNow(sharer, viewer);
    await delay(SPAN_MS);
    const after = await countNow(sharer, viewer);
    const seconds = (after.at - before.at) / 1_000;
    spans.push({
      kilobits: ((after.bytes - before.bytes) * 8) / 1_000 / seconds,
      frames: (after.frames - before.frames) / seconds,
      picture: await pictureToRead(viewer),
    });
  }
  return spans;
}

async function countNow(sharer: Page, viewer: Page): Promise<{ at: number; bytes: number; frames: number }> {
  const [bytes, frames] = await Promise.all([bytesSent(sharer), framesShown(viewer)]);
  return { at: performance.now(), bytes, frames };
}

async function figuresOf(
  own: readonly Span[],
  peer: readonly Span[],
  lines: readonly string[],
): Promise<Figure[]> {
  const figure = (
    what: Pick<Figure, "name" | "unit" | "better">,
    nearcast: number[],
    samples: number[],
  ): Figure => ({
    ...what,
    nearcast,
    against: { kind: "peer", what: "mediasoup's usual simulcast", samples },
  });
  // Read at last, because reading takes the processor from encoding.
  const readable = async (spans: readonly Span[]) => {
    const shares: number[] = [];
    for (const { picture } of spans) shares.push(100 * readShare(await readText(picture), lines));
    return shares;
  };
  return [
    figure(
      { name: "Scrolling code at 1080p, sent", unit: "kbit/s", better: "lower" },
      own.map(({ kilobits }) => kilobits),
      peer.map(({ kilobits }) => kilobits),
    ),
    figure(
      { name: "Its characters that the viewer can read", unit: "%", better: "higher" },
      await readable(own),
      await readable(peer),
    ),
    figure(
      { name: "Its pictures that the viewer sees", unit: "per second", better: "higher" },
      own.map(({ frames }) => frames),
      peer.map(({ frames }) => frames),
    ),
  ];
}

/** The share of characters that were read rightly. The picture is some moment's: it is held against the lines it resembles most. */
function readShare(read: string, lines: readonly string[]): number {
  const twice = [...lines, ...lines];
  const errors = lines.map((_, first) =>
    characterErrors(twice.slice(first, first + READ_LINES).join("\n"), read),
  );
  return Math.max(0, 1 - Math.min(...errors));
}
