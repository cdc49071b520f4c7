import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { shareScreen } from "../../e2e/harness/browser.ts";
import { openMark } from "../../e2e/harness/mark.ts";
import type { Figure } from "../report/figure.ts";
import { PICTURE, REMOTE_SCREEN, untilShown, withPair } from "../share/share.ts";

const ROUNDS = 8;
/** Between two looks a share has found its rate, and a calm one shows what a frame takes. */
const SETTLED_AFTER_MS = 3_000;
/** A share that has sent no frame for so long has stopped. */
const STILL_FOR_MS = 1_500;
const PATIENCE_MS = 20_000;
/** What a page waits in case somebody only looks elsewhere, and then the sender. */
const WAITED_MS = 500 + 1_000;

interface Times {
  /** From the moment a viewer's tab is out of sight to the sender's last frame. */
  readonly toStop: number[];
  /** From the moment it is in sight again to the first new frame there. */
  readonly toShow: number[];
  /** From any moment to the next frame, while all is in sight. */
  readonly calm: number[];
}

/** How soon a 1080p30 share stops that nobody shows, and is back as soon as somebody does, on either path. */
export async function measureLookingAway(
  origin: string,
  report: (detail: string) => void,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [path, way] of [
    ["node", "by the node"],
    ["direct", "directly"],
  ] as const) {
    const { toStop, toShow, calm } = await lookAway(origin, path, (round) => report(`${way}, ${round}`));
    const figure = { unit: "ms", better: "lower" } as const;
    figures.push(
      {
        ...figure,
        name: `Nobody shows a share any more, to its last frame, ${way}`,
        nearcast: toStop,
        against: { kind: "floor", what: "what is waited on purpose", samples: [WAITED_MS] },
      },
      {
        ...figure,
        name: `Somebody shows it again, to the first frame, ${way}`,
        nearcast: toShow,
        against: {
          kind: "floor",
          what: "the next frame of the same share, shown all the time",
          samples: calm,
        },
      },
    );
  }
  return figures;
}

function lookAway(origin: string, path: "direct" | "node", report: (round: string) => void): Promise<Times> {
  const use: Parameters<typeof withPair<Times>>[1] = async (sharer, { page }) => {
    await openMark(sharer.context, PICTURE, { scrolls: true });
    await shareScreen(sharer.page, "1080p", "30 fps", "Motion");
    await untilShown(page, path);
    const times: Times = { toStop: [], toShow: [], calm: [] };
    for (let round = 1; round <= ROUNDS; round++) {
      report(`round ${round} of ${ROUNDS}`);
      await delay(SETTLED_AFTER_MS);
      times.calm.push(await nextFrame(page));
      const stopped = lastFrameSent(sharer.page);
      times.toStop.push(-(await setInSight(page, false)) + (await stopped));
      times.toShow.push(await nextFrame(page, true));
    }
    return times;
  };
  return withPair(`${origin}/r/away-${path}`, use, path);
}

/** Has a page believe that its tab is in sight, or not; when, in milliseconds since 1970. */
function setInSight(page: Page, inSight: boolean): Promise<number> {
  return page.evaluate((inSight) => {
    Object.defineProperty(document, "hidden", { configurable: true, value: !inSight });
    document.dispatchEvent(new Event("visibilitychange"));
    return performance.timeOrigin + performance.now();
  }, inSight);
}

/** Milliseconds until the next frame of a share is shown, where wanted from the moment that its tab is in sight again. */
function nextFrame(page: Page, comesBack = false): Promise<number> {
  return page.evaluate(
    ({ selector, comesBack, patience }) =>
      new Promise<number>((resolve, reject) => {
        const from = performance.now();
        const known = new Set<HTMLVideoElement>();
        // A share that moves to another codec meanwhile is shown in another element.
        const look = () => {
          for (const video of document.querySelectorAll<HTMLVideoElement>(selector)) {
            if (known.has(video)) continue;
            known.add(video);
            video.requestVideoFrameCallback((now) => {
              clearInterval(timer);
              resolve(Math.max(0, now - from));
            });
          }
        };
        const timer = setInterval(look, 10);
        look();
        setTimeout(() => reject(new Error("the share does not come back")), patience);
        if (!comesBack) return;
        Object.defineProperty(document, "hidden", { configurable: true, value: false });
        document.dispatchEvent(new Event("visibilitychange"));
      }),
    { selector: REMOTE_SCREEN, comesBack, patience: PATIENCE_MS },
  );
}

/** Waits until a page encodes no picture any more; when the last one was, in milliseconds since 1970. */
function lastFrameSent(page: Page): Promise<number> {
  return page.evaluate(
    async ({ stillFor, patience }) => {
      const encoded = async () => {
        let frames = 0;
        for (const { connection } of globalThis.nearcastConnections)
          for (const entry of (await connection.getStats()).values())
            if (entry.type === "outbound-rtp") frames += entry.framesEncoded ?? 0;
        return frames;
      };
      const startedAt = performance.now();
      let frames = await encoded();
      let at = startedAt;
      for (let now = startedAt; now - at < stillFor; now = performance.now()) {
        if (now - startedAt > patience) throw new Error("the share does not stop");
        await new Promise((resolve) => setTimeout(resolve, 20));
        const count = await encoded();
        if (count !== frames) at = performance.now();
        frames = count;
      }
      return performance.timeOrigin + at;
    },
    { stillFor: STILL_FOR_MS, patience: PATIENCE_MS },
  );
}
