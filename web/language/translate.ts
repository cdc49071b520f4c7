/** What the page says in its language, by what it says in English; English itself needs no catalogue. */
let catalogue: Readonly<Record<string, string>> = {};

/** Has the page speak by this catalogue. Modules that say something are run after that. */
export function speak(next: Readonly<Record<string, string>>): void {
  catalogue = next;
}

/**
 * A text in the page's language, by the text in English. What stands in braces is filled in: `t("Call {name}", { name })`. What one
 * word is in English and two in another language is told apart behind a bar: `t("your screen|object")`. A text that is not in the
 * catalogue stays as it is.
 */
export function t(english: string, values?: Readonly<Record<string, string | number>>): string {
  return fill(catalogue[english] ?? english.replace(/\|\w+$/u, ""), values);
}

/** Fills in what stands in braces. */
export function fill(text: string, values: Readonly<Record<string, string | number>> = {}): string {
  return text.replace(/\{(\w+)\}/gu, (braces, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : braces,
  );
}
