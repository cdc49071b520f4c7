import type { Page } from "playwright-core";
import { expect } from "vitest";
import { seriousFaults } from "./axe.ts";

/** As wide as a phone, and as a small laptop. */
const WIDTHS: readonly number[] = [360, 1_280];

/** In light and dark, at each width (CSS pixels): axe finds nothing serious, and nothing lies beyond the edge. */
export async function looksWell(page: Page, what: string, widths = WIDTHS): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      const where = `${what} ${colorScheme} ${width}`;
      expect(await seriousFaults(page), where).toEqual([]);
      const beyond = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(beyond, where).toBeLessThanOrEqual(0);
      if (process.env.SCREENSHOTS)
        await page.screenshot({
          path: `${process.env.SCREENSHOTS}/${what}-${colorScheme}-${width}.png`,
          fullPage: true,
        });
    }
  }
}
