import { t } from "../language/translate.ts";
import { notify } from "../state/notices.ts";

/** Copies a link, and says so: `said` is what it is good for. Answers whether it is in the clipboard. */
export async function copyLink(link: string, said: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(link);
    notify("info", said);
    return true;
  } catch {
    // Insecure pages have no clipboard, and browsers may refuse it: then the person copies it from here.
    notify("info", t("Copy this link: {link}", { link }));
    return false;
  }
}
