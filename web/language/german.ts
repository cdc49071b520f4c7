import { CALL } from "./german/call.ts";
import { ERRORS } from "./german/errors.ts";
import { FLEET } from "./german/fleet.ts";
import { PAGES } from "./german/pages.ts";
import { ROOM } from "./german/room.ts";

/** What the page says in German, by what it says in English. */
export const GERMAN: Readonly<Record<string, string>> = { ...PAGES, ...ROOM, ...CALL, ...FLEET, ...ERRORS };
