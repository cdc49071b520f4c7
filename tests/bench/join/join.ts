import { joinRoom, openPerson, shareScreen } from "../../e2e/harness/browser.ts";
import { openMark } from "../../e2e/harness/mark.ts";
import type { Figure } from "../report/figure.ts";
import { slowDown } from "../share/share.ts";
import { connectWithin, PICTURE } from "./loopback.ts";
import { type Visit, visitRoom } from "./visit.ts";

const SAMPLES = 12;
const ROOM = "/r/bench";

export interface JoinFigures {
  readonly figures: Figure[];
  /** The first item that the page sent: the bench of the room joins with the same. */
  readonly pageJoin: object;
}

/** How long a join takes until there is a picture, and how many frames; joins and the floor take turns, so that noise meets both. */
export async function measureJoins(origin: string, report: (detail: string) => void): Promise<JoinFigures> {
  const sharer = await openPerson("Sharer");
  const visitor = await openPerson("Visitor");
  try {
    await joinRoom(sharer, origin + ROOM);
    const mark = await openMark(sharer.context, PICTURE);
    await slowDown(mark, PICTURE.frameRate);
    await shareScreen(sharer.page, "1080p");
    await sharer.page.locator('video[data-source="screen"][data-self]').waitFor();

    const visits: Visit[] = [];
    const floors: number[] = [];
    // The first of each warms the browser up and does not count.
    for (let sample = 0; sample <= SAMPLES; sample++) {
      report(`join ${sample} of ${SAMPLES}`);
      const visit = await visitRoom(visitor.context, origin + ROOM);
      const floor = await connectWithin(visitor.context, `${origin}/healthz`);
      if (sample === 0) continue;
      visits.push(visit);
      floors.push(floor);
    }
    const [pageJoin] = JSON.parse(visits[0]?.sent[0] ?? "[]") as object[];
    if (!pageJoin) throw new Error("the page sent nothing");
    return { figures: figuresOf(visits, floors), pageJoin };
  } finally {
    await Promise.all([sharer, visitor].map(({ browser }) => browser.close()));
  }
}

function figuresOf(visits: readonly Visit[], floors: readonly number[]): Figure[] {
  const frames = (name: string, count: (visit: Visit) => number): Figure => ({
    name,
    unit: "frames",
    better: "lower",
    nearcast: visits.map(count),
    against: { kind: "floor", what: "one question, one answer", samples: [1] },
  });
  return [
    {
      name: "Click on Join to first picture",
      unit: "ms",
      better: "lower",
      nearcast: visits.map(({ milliseconds }) => milliseconds),
      against: { kind: "floor", what: "two connections in one page", samples: floors },
    },
    frames("Frames of a join, sent", ({ sent }) => sent.length),
    frames("Frames of a join, received", ({ received }) => received.length),
  ];
}
