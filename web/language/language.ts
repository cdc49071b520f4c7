/** The languages that the page speaks, each by its own name. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;

const KEY = "nearcast:language";

const wanted = readChoice();

/** What the page speaks: what was chosen, else the first language of the browser's that it can, else English. */
export const language: Language = wanted ?? spokenOf(navigatorLanguages()) ?? "en";

/** How times and numbers are written: as the browser wants it in that language. */
export const locale: string =
  navigatorLanguages().find((tag) => tag.split("-")[0]?.toLowerCase() === language) ?? language;

/** Has the page speak another language, from its next load on. */
export function chooseLanguage(next: Language): void {
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Storage may be full or blocked: then the browser's own language stays.
  }
}

/** The first of these tags (BCP 47) whose language the page speaks. */
export function spokenOf(tags: readonly string[]): Language | null {
  for (const tag of tags) {
    const primary = tag.split("-")[0]?.toLowerCase() ?? "";
    if (isLanguage(primary)) return primary;
  }
  return null;
}

function readChoice(): Language | null {
  try {
    const chosen = localStorage.getItem(KEY);
    return chosen !== null && isLanguage(chosen) ? chosen : null;
  } catch {
    return null;
  }
}

function isLanguage(text: string): text is Language {
  return Object.hasOwn(LANGUAGES, text);
}

function navigatorLanguages(): readonly string[] {
  return globalThis.navigator?.languages ?? [];
}
