import type { Page } from "playwright-core";
import { expect } from "vitest";
import { seriousFaults } from "./axe.ts";

/** As wide as a phone, and as a small laptop. */
const SIZES = [
  { width: 360, height: 780 },
  { width: 1_280, height: 800 },
];

/** In light and dark, on a phone and on a laptop: axe finds nothing serious, and nothing lies beyond the edge. */
export async function looksWell(page: Page, what: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const size of SIZES) {
      await page.setViewportSize(size);
      const where = `${what} ${colorScheme} ${size.width}`;
      expect(await seriousFaults(page), where).toEqual([]);
      const beyond = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(beyond, where).toBeLessThanOrEqual(0);
      if (process.env.SCREENSHOTS)
        await page.screenshot({
          path: `${process.env.SCREENSHOTS}/${what}-${colorScheme}-${size.width}.png`,
          fullPage: true,
        });
    }
  }
}
