import { setTimeout as delay } from "node:timers/promises";
import { shareScreen } from "../../e2e/harness/browser.ts";
import { openMark } from "../../e2e/harness/mark.ts";
import { showVideo } from "../../e2e/harness/show-video.ts";
import type { Figure } from "../report/figure.ts";
import { PICTURE, REMOTE_SCREEN, withPair } from "../share/share.ts";
import { browserLoad } from "./browser-cpu.ts";

const SAMPLES = 3;
const SAMPLE_MS = 2_500;
/** A sender stops two seconds after nobody looks any more, and finds its rate in about as many when somebody does. */
const SETTLED_AFTER_MS = 3_000;

/** What a 1080p30 share of moving pictures costs its sender while somebody watches, and while nobody does. */
export async function measureWatching(origin: string, report: (detail: string) => void): Promise<Figure[]> {
  return withPair(`${origin}/r/watching`, async (sharer, viewer) => {
    const load = () => browserLoad(sharer.browser, SAMPLE_MS);
    await openMark(sharer.context, PICTURE, { scrolls: true });
    await delay(SETTLED_AFTER_MS);
    report("nothing is shared");
    const nothing: number[] = [];
    for (let sample = 0; sample < SAMPLES; sample++) nothing.push(await load());

    await shareScreen(sharer.page, "1080p", "30 fps", "Motion");
    await viewer.page.locator(REMOTE_SCREEN).waitFor();
    const watched: number[] = [];
    const unwatched: number[] = [];
    for (let sample = 1; sample <= SAMPLES; sample++) {
      report(`share ${sample} of ${SAMPLES}`);
      await delay(SETTLED_AFTER_MS);
      watched.push(await load());
      await showVideo(viewer.page, false);
      await delay(SETTLED_AFTER_MS);
      unwatched.push(await load());
      await showVideo(viewer.page, true);
    }
    const figure = (name: string, nearcast: number[]): Figure => ({
      name,
      unit: "CPU-s per s",
      better: "lower",
      nearcast,
      against: { kind: "floor", what: "the same browser, nothing shared", samples: nothing },
    });
    return [
      figure("Sharer's processor time, 1080p30 watched", watched),
      figure("Sharer's processor time, watched by nobody", unwatched),
    ];
  });
}
