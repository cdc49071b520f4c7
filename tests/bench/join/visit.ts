import { setTimeout as delay } from "node:timers/promises";
import type { BrowserContext, Page } from "playwright-core";
import { installProbe, type Notes } from "./probe.ts";

/** Long enough for the call's code, which loads while the name is typed, to be compiled and its media ready. */
const READY_AFTER_MS = 1_000;

/** What one join came to. */
export interface Visit {
  /** From the click on Join to the first picture. */
  readonly milliseconds: number;
  readonly sent: readonly string[];
  readonly received: readonly string[];
}

/** A new page at a room's pre-join screen, which notes what becomes of its join. */
export async function openPreJoin(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(installProbe);
  await page.goto(url);
  await page.getByRole("textbox", { name: "Your name" }).fill("Visitor");
  await page.waitForLoadState("networkidle");
  return page;
}

/** Joins a room in which somebody shares, in a new page, and leaves it. The pre-join screen is ready before the click. */
export async function visitRoom(context: BrowserContext, url: string): Promise<Visit> {
  const page = await openPreJoin(context, url);
  try {
    await delay(READY_AFTER_MS);
    await page.getByRole("button", { name: "Join", exact: true }).click();
    await page.waitForFunction(() => globalThis.nearcastNotes.firstPictureAt !== null, null, {
      polling: 100,
      timeout: 20_000,
    });
    const notes = await page.evaluate(() => globalThis.nearcastNotes);
    const late = await page.evaluate(
      (clickedAt) =>
        performance
          .getEntriesByType("resource")
          .filter(({ name, startTime }) => startTime > clickedAt && name.endsWith(".js"))
          .map(({ name }) => name.slice(name.lastIndexOf("/") + 1))
          // Tools for what is shared are loaded with it, and nothing waits for them.
          .filter((name) => !/^(annotation|drawing-tools|stroke-path|tool-)/.test(name)),
      notes.clickedAt ?? 0,
    );
    if (late.length > 0)
      throw new Error(`the page still loaded code after the click on Join: ${late.join(", ")}`);
    await page.getByRole("button", { name: "Leave", exact: true }).click();
    await page.getByRole("button", { name: "Leave", exact: true }).waitFor({ state: "detached" });
    return { milliseconds: elapsed(notes), sent: notes.sent, received: notes.received };
  } finally {
    await page.close();
  }
}

function elapsed({ clickedAt, firstPictureAt }: Notes): number {
  if (clickedAt === null || firstPictureAt === null) throw new Error("the join was not seen");
  return firstPictureAt - clickedAt;
}
