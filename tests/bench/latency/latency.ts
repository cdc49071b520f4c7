import { setTimeout as delay } from "node:timers/promises";
import { openPerson, shareScreen } from "../../e2e/harness/browser.ts";
import { openMark } from "../../e2e/harness/mark.ts";
import { comeToLook } from "../../e2e/harness/onlooker.ts";
import { shownPath } from "../../e2e/harness/paths.ts";
import type { Figure } from "../report/figure.ts";
import { PICTURE, REMOTE_SCREEN, untilShown, withPair } from "../share/share.ts";
import { openBareShare } from "./bare-share.ts";
import { shownCodec } from "./shown-codec.ts";
import { readLatencies } from "./stamps.ts";

/** Congestion control has found its rate by then. */
const SETTLED_AFTER_MS = 8_000;
/** The mark counts milliseconds. */
const STAMPS = { stepMs: 1 } as const;

/** How old a frame of a 1080p30 share is when the viewer's browser presents it, direct and through the node. */
export async function measureLatency(origin: string, report: (detail: string) => void): Promise<Figure[]> {
  report("a call of two");
  const direct = await measureShare(origin, "direct");
  report("two connections in one page");
  const floor = await measureFloor(origin, direct.codec);
  report("a call of four");
  const routed = await measureShare(origin, "node");
  const figure = (name: string, nearcast: number[]): Figure => ({
    name,
    unit: "ms",
    better: "lower",
    nearcast,
    against: { kind: "floor", what: "two connections in one page", samples: floor },
  });
  return [
    figure("Glass to glass of a 1080p30 share, direct", direct.latencies),
    figure("Glass to glass of a 1080p30 share, through the node", routed.latencies),
  ];
}

async function measureShare(
  origin: string,
  path: "direct" | "node",
): Promise<{ latencies: number[]; codec: string }> {
  const slug = `latency-${path}`;
  return withPair(`${origin}/r/${slug}`, async (sharer, viewer) => {
    // With more than three in a room, media goes through the node.
    const others = path === "node" ? [await comeToLook(origin, slug), await comeToLook(origin, slug)] : [];
    const mark = await openMark(sharer.context, PICTURE, STAMPS);
    await shareScreen(sharer.page, "1080p", "30 fps");
    await untilShown(viewer.page, path);
    await delay(SETTLED_AFTER_MS);
    const latencies = await readLatencies(mark, viewer.page, REMOTE_SCREEN);
    if ((await shownPath(viewer.page)) !== path)
      throw new Error(`the picture left its path, ${path}: the machine may be too busy`);
    for (const other of others) await other.leave();
    return { latencies, codec: await shownCodec(viewer.page) };
  });
}

async function measureFloor(origin: string, codec: string): Promise<number[]> {
  const { browser, context } = await openPerson("Sharer");
  try {
    const mark = await openMark(context, PICTURE, STAMPS);
    const page = await openBareShare(context, `${origin}/healthz`, { ...PICTURE, codec });
    await delay(SETTLED_AFTER_MS);
    return await readLatencies(mark, page, "video");
  } finally {
    await browser.close();
  }
}
