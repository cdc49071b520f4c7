import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { shareScreen } from "../../e2e/harness/browser.ts";
import { logFrames, type Smoothness, smoothness, takeFrames } from "../../e2e/harness/frame-log.ts";
import { openMark } from "../../e2e/harness/mark.ts";
import { comeToLook } from "../../e2e/harness/onlooker.ts";
import type { Figure } from "../report/figure.ts";
import { untilShown, withPair } from "../share/share.ts";

const ROUNDS = 3;
const SLUG = "path-changes";
/** The longest gap grows with the time in which it is looked for: changes and calm have the same. */
const LOOK_MS = 3_000;
/** How often the shared mark grows, in milliseconds: more seldom than frames are sent, so that each number has one. */
const STEP_MS = 50;
/** So long after a change of the path has been seen, what it does to the picture has been. */
const DONE_AFTER_MS = 1_500;

/**
 * How long a share stands still while its path changes from direct to the node and back, how much of it is never shown, and
 * how often it shows nothing.
 */
export async function measurePathChanges(
  origin: string,
  report: (detail: string) => void,
): Promise<Figure[]> {
  return withPair(`${origin}/r/${SLUG}`, async (sharer, { page }) => {
    await openMark(sharer.context, { width: 1280, height: 720 }, { stepMs: STEP_MS });
    await shareScreen(sharer.page, "1080p", "30 fps");
    await untilShown(page, "direct");
    await logFrames(page);
    await lookAtCalm(page);

    const toNode: Smoothness[] = [];
    const toDirect: Smoothness[] = [];
    const calm: Smoothness[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      report(`round ${round} of ${ROUNDS}`);
      // With more than three in a room, media goes through the node.
      const others = [await comeToLook(origin, SLUG), await comeToLook(origin, SLUG)];
      toNode.push(await lookAtChange(page, "node"));
      calm.push(await lookAtCalm(page));
      for (const other of others) await other.leave();
      toDirect.push(await lookAtChange(page, "direct"));
      calm.push(await lookAtCalm(page));
    }
    return figuresOf(toNode, toDirect, calm);
  });
}

async function lookAtChange(page: Page, path: "direct" | "node"): Promise<Smoothness> {
  await untilShown(page, path);
  await delay(DONE_AFTER_MS);
  return lookBack(page);
}

async function lookAtCalm(page: Page): Promise<Smoothness> {
  await delay(LOOK_MS);
  return lookBack(page);
}

/** What was seen just now, of all that was since the last look. */
async function lookBack(page: Page): Promise<Smoothness> {
  const { frames, darkLooks } = await takeFrames(page);
  const from = (frames.at(-1)?.at ?? 0) - LOOK_MS;
  // A gap that began earlier, and ended in this time, is seen whole.
  const first = frames.findIndex(({ at }) => at >= from);
  return smoothness({ frames: frames.slice(Math.max(0, first - 1)), darkLooks });
}

function figuresOf(toNode: Smoothness[], toDirect: Smoothness[], calm: Smoothness[]): Figure[] {
  const gaps = (all: Smoothness[]) => all.map(({ longestGapMs }) => longestGapMs);
  const gap = (name: string, changes: Smoothness[]): Figure => ({
    name,
    unit: "ms",
    better: "lower",
    nearcast: gaps(changes),
    against: { kind: "floor", what: "the same share, no change", samples: gaps(calm) },
  });
  const skipped = (all: Smoothness[]) => all.map((each) => each.skipped);
  return [
    gap("Longest gap between frames, direct to node", toNode),
    gap("Longest gap between frames, node to direct", toDirect),
    {
      name: "Pictures that are never shown in a change of path",
      unit: `of ${LOOK_MS / STEP_MS}`,
      better: "lower",
      nearcast: skipped([...toNode, ...toDirect]),
      against: { kind: "floor", what: "the same share, no change", samples: skipped(calm) },
    },
    {
      name: "Dark frames in a change of path",
      unit: "frames",
      better: "lower",
      nearcast: [...toNode, ...toDirect].map(({ dark }) => dark.length),
      against: { kind: "floor", what: "none", samples: [0] },
    },
  ];
}
