import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { joinRoom, openPerson, type Person, shareScreen, welcome } from "../../e2e/harness/browser.ts";
import { openMark } from "../../e2e/harness/mark.ts";
import { openPlace } from "../../e2e/harness/place.ts";
import { REMOTE_SCREEN, slowDown } from "../share/share.ts";
import { type Look, noteFreezes, takeLook } from "./freezes.ts";

/** Two places; the sharer is at the first one. */
export const PLACES = [
  { latitude: 50.1, longitude: 8.7 },
  { latitude: 39, longitude: -77.5 },
] as const;
const RECEIVERS_PER_PLACE = 3;
/** Small pictures and few: eight pages on a few cores are to be busy with what is measured, and not with pixels. */
const WINDOW = { width: 640, height: 360 } as const;
const FRAMES_PER_SECOND = 10;

/** A share, and who sees it from two places: each with a page of their own, all of them in one browser. */
export interface Audience {
  /** How the receivers see it in so many milliseconds from now: the longest freeze of all. */
  look(milliseconds: number): Promise<Look>;
  close(): Promise<void>;
}

/** Opens a share that people see from both places. */
export async function openAudience(origin: string, slug: string): Promise<Audience> {
  const places = await Promise.all(PLACES.map((position) => openPlace(origin, position)));
  const [sharer, first] = await Promise.all([openPerson("Sharer"), openPerson("Receiver 1")]);
  const close = async () => {
    await Promise.all([sharer, first].map(({ browser }) => browser.close()));
    await Promise.all(places.map((place) => place.close()));
  };
  try {
    const receivers: Person[] = [first];
    while (receivers.length < PLACES.length * RECEIVERS_PER_PLACE)
      receivers.push(await welcome(first.browser, `Receiver ${receivers.length + 1}`, WINDOW));
    await joinRoom(sharer, `${places[0]?.url}/r/${slug}`);
    for (const [index, receiver] of receivers.entries())
      await joinRoom(receiver, `${places[index % places.length]?.url}/r/${slug}`);
    await slowDown(await openMark(sharer.context, WINDOW), FRAMES_PER_SECOND);
    await shareScreen(sharer.page, "1080p", "15 fps");
    const pages = receivers.map(({ page }) => page);
    await Promise.all(pages.map((page) => page.locator(REMOTE_SCREEN).waitFor()));
    await Promise.all(pages.map(noteFreezes));
    return { look: (milliseconds) => look(pages, milliseconds), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function look(pages: readonly Page[], milliseconds: number): Promise<Look> {
  await Promise.all(pages.map(takeLook));
  await delay(milliseconds);
  const looks = await Promise.all(pages.map(takeLook));
  return {
    freezeMs: Math.max(...looks.map(({ freezeMs }) => freezeMs)),
    dark: looks.reduce((sum, { dark }) => sum + dark, 0),
  };
}
