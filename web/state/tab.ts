import * as v from "valibot";
import { uuidSchema } from "../../protocol/ids.ts";
import { randomUuid } from "../call/uuid.ts";

const KEY = "nearcast:tab";
let current: string | null = null;

/**
 * This tab's id: a reload keeps it, so that it is the same participant, and a second tab is another one. Not a secret.
 * Duplicating a tab copies sessionStorage; the room then ends the older one as `replaced`.
 */
export function tabId(): string {
  current ??= stored() ?? create();
  return current;
}

function stored(): string | null {
  try {
    const value = sessionStorage.getItem(KEY);
    return v.is(uuidSchema, value) ? value : null;
  } catch {
    return null; // Storage may be blocked: then the id lives as long as the page.
  }
}

function create(): string {
  const id = randomUuid();
  try {
    sessionStorage.setItem(KEY, id);
  } catch {
    // As above.
  }
  return id;
}
