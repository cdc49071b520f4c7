import { signal } from "@preact/signals";
import type { Here } from "../../protocol/user/presence.ts";

/** The call that this page is in, as friends may hear of it; null while it is in none. */
export const callHere = signal<Here["call"]>(null);
