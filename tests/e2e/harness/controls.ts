import type { Locator } from "playwright-core";
import type { Person } from "./browser.ts";

/** Presses a button by its name. */
export function press({ page }: Person, name: string): Promise<void> {
  return page.getByRole("button", { name, exact: true }).click();
}

/** Fills in fields by their labels. */
export async function fillIn({ page }: Person, fields: Record<string, string>): Promise<void> {
  for (const [label, text] of Object.entries(fields))
    await page.getByLabel(label, { exact: true }).fill(text);
}

/** The link to the account of who is signed in. */
export function accountLink({ page }: Person, name: string): Locator {
  return page.getByRole("link", { name: `Your account: ${name}`, exact: true });
}
