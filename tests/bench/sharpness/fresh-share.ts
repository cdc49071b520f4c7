import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { type Person, shareScreen } from "../../e2e/harness/browser.ts";
import { seenSharpness, watchSharpness } from "../../e2e/harness/sharpness.ts";
import { openText } from "../../e2e/harness/text-page.ts";
import type { Figure } from "../report/figure.ts";
import { withPair } from "../share/share.ts";
import { type Appearance, appearanceFigure, PATIENCE_MS, QUIET_MS, SAMPLES } from "./appearance.ts";
import { UHD, UHD_AREA } from "./uhd.ts";

declare global {
  /** When the browser handed out the last screen that was captured, in milliseconds since 1970. */
  var nearcastCapturedAt: number;
}

/** How long a viewer waits for small text at 2160p to be sharp once somebody has picked what to share, by the node. */
export async function measureFreshShare(origin: string, report: (detail: string) => void): Promise<Figure[]> {
  const use = async (sharer: Person, viewer: Person) => {
    const { page: shared } = await openText(sharer.context, UHD);
    await noteCaptures(sharer.page);
    const seen: Appearance[] = [];
    for (let sample = 0; sample <= SAMPLES; sample++) {
      report(`fresh share ${sample} of ${SAMPLES}`);
      const appearance = await share(sharer.page, viewer.page, shared);
      if (sample > 0) seen.push(appearance);
      await sharer.page.getByRole("button", { name: "Stop sharing", exact: true }).click();
      await viewer.page.locator('video[data-source="screen"]').waitFor({ state: "detached" });
    }
    return seen;
  };
  const seen = await withPair(`${origin}/r/fresh`, use, "node");
  return [
    appearanceFigure(
      "Share picked, to sharp text at 2160p on a viewer's page, by the node",
      seen,
      "the same shares",
    ),
  ];
}

/** Has a page note when a screen is captured: before that, a person looks for it in the browser's own window. */
function noteCaptures(page: Page): Promise<void> {
  return page.evaluate(() => {
    const capture = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getDisplayMedia = async (options) => {
      const stream = await capture(options);
      globalThis.nearcastCapturedAt = performance.timeOrigin + performance.now();
      return stream;
    };
  });
}

/** Shares the text, and waits until it is sharp at the viewer's, from the moment that the browser hands out the captured picture. */
async function share(sharer: Page, viewer: Page, shared: Page): Promise<Appearance> {
  const watchedFrom = await watchSharpness(viewer, shared, UHD_AREA);
  await delay(QUIET_MS);
  await shareScreen(sharer, "2160p", "15 fps");
  await viewer.waitForFunction(
    ([from, patience]) => {
      const { sharpness } = globalThis as unknown as { sharpness: { sharpAt: number | null } };
      return sharpness.sharpAt !== null || performance.now() > from + patience;
    },
    [watchedFrom, QUIET_MS + PATIENCE_MS] as const,
    { polling: 100, timeout: 60_000 },
  );
  const { firstAt, sharpAt } = await seenSharpness(viewer);
  const capturedAt = await sharer.evaluate(() => globalThis.nearcastCapturedAt);
  const timeOrigin = await viewer.evaluate(() => performance.timeOrigin);
  const since = (at: number | null) =>
    at === null ? PATIENCE_MS : timeOrigin + watchedFrom + at - capturedAt;
  return { first: since(firstAt), sharp: since(sharpAt) };
}
