import { setTimeout as delay } from "node:timers/promises";
import type { BrowserContext, Page } from "playwright-core";
import { joinRoom, openPerson, shareScreen } from "../../e2e/harness/browser.ts";
import { seenSharpness, watchSharpness } from "../../e2e/harness/sharpness.ts";
import { openText } from "../../e2e/harness/text-page.ts";
import { openPreJoin } from "../join/visit.ts";
import type { Figure } from "../report/figure.ts";
import { type Appearance, appearanceFigure, PATIENCE_MS, QUIET_MS, SAMPLES } from "./appearance.ts";
import { UHD, UHD_AREA } from "./uhd.ts";

/** How long somebody who comes while nothing moves waits until small text at 2160p is sharp. */
export async function measureLateJoiner(origin: string, report: (detail: string) => void): Promise<Figure[]> {
  const url = `${origin}/r/late`;
  const sharer = await openPerson("Sharer");
  const visitor = await openPerson("Visitor");
  try {
    await joinRoom(sharer, url);
    const { page: shared } = await openText(sharer.context, UHD);
    await shareScreen(sharer.page, "2160p", "15 fps");
    await sharer.page.locator('video[data-source="screen"][data-self]').waitFor();
    const arrivals: Appearance[] = [];
    for (let sample = 0; sample <= SAMPLES; sample++) {
      report(`late joiner ${sample} of ${SAMPLES}`);
      const arrival = await arrive(visitor.context, url, shared);
      if (sample > 0) arrivals.push(arrival);
    }
    return [
      appearanceFigure("Late joiner: click on Join to sharp text at 2160p", arrivals, "the same joins"),
    ];
  } finally {
    await Promise.all([sharer, visitor].map(({ browser }) => browser.close()));
  }
}

/** Joins in a new page, waits until the text is sharp, and leaves; all from the click on Join. */
async function arrive(context: BrowserContext, url: string, shared: Page): Promise<Appearance> {
  const page = await openPreJoin(context, url);
  try {
    const watchedFrom = await watchSharpness(page, shared, UHD_AREA);
    await delay(QUIET_MS);
    await page.getByRole("button", { name: "Join", exact: true }).click();
    await page.waitForFunction(hasPicture, null, { polling: 100, timeout: 30_000 });
    await page.waitForFunction(isSharpOrLate, PATIENCE_MS, { polling: 100, timeout: 60_000 });
    const { clickedAt, firstPictureAt } = await page.evaluate(() => globalThis.nearcastNotes);
    const { sharpAt } = await seenSharpness(page);
    await page.getByRole("button", { name: "Leave", exact: true }).click();
    if (clickedAt === null || firstPictureAt === null) throw new Error("the join was not seen");
    const sharp = sharpAt === null ? PATIENCE_MS : watchedFrom + sharpAt - clickedAt;
    return { first: firstPictureAt - clickedAt, sharp };
  } finally {
    await page.close();
  }
}

/** Runs in the page. */
function hasPicture(): boolean {
  return globalThis.nearcastNotes.firstPictureAt !== null;
}

/** Runs in the page. */
function isSharpOrLate(patienceMs: number): boolean {
  const { sharpness } = globalThis as unknown as { sharpness: { sharpAt: number | null } };
  const { clickedAt } = globalThis.nearcastNotes;
  return sharpness.sharpAt !== null || performance.now() > (clickedAt ?? 0) + patienceMs;
}
