import { type ReadonlySignal, signal } from "@preact/signals";
import * as v from "valibot";
import { type Account, accountSchema } from "../../protocol/account.ts";

const KEY = "nearcast:account";

const current = signal<Account | null>(read());

/**
 * Who is signed in in this browser, as far as is known; null for nobody. It is remembered, so that a page that is loaded
 * again shows it at once; what counts are the cookies, which no script can read.
 */
export const account: ReadonlySignal<Account | null> = current;

/** Remembers who is signed in, or that nobody is; the browser's other tabs hear of it. */
export function rememberAccount(next: Account | null): void {
  current.value = next;
  try {
    if (next) localStorage.setItem(KEY, JSON.stringify(next));
    else localStorage.removeItem(KEY);
  } catch {
    // Storage may be full or blocked: then it is known as long as the page lives.
  }
}

addEventListener("storage", ({ key }) => {
  if (key === KEY || key === null) current.value = read();
});

function read(): Account | null {
  try {
    const parsed = v.safeParse(accountSchema, JSON.parse(localStorage.getItem(KEY) ?? "null"));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
