import type { Page } from "playwright-core";

/** Turns the others' pictures on or off, as a person does. */
export async function showVideo(page: Page, on: boolean): Promise<void> {
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await page.getByRole("tab", { name: "Video" }).click();
  await page.getByRole("switch", { name: "Show video" }).setChecked(on);
  await page.getByRole("button", { name: "Done", exact: true }).click();
}
