import { language } from "./language/language.ts";
import { speak } from "./language/translate.ts";

/**
 * The page says what it says as soon as its modules are run: before that, its language has to be here. Browsers load the page
 * itself meanwhile, as the document tells them to.
 */
async function begin(): Promise<void> {
  document.documentElement.lang = language;
  if (language === "de") speak((await import("./language/german.ts")).GERMAN);
  const { start } = await import("./app.tsx");
  start();
}

void begin();
