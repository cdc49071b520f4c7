import { joinRoom, shareScreen } from "../../e2e/harness/browser.ts";
import { openMark } from "../../e2e/harness/mark.ts";
import { serveNetwork } from "../../network/harness/served-network.ts";
import type { Figure } from "../report/figure.ts";
import { PICTURE } from "./loopback.ts";
import { visitRoom } from "./visit.ts";

const SAMPLES = 12;
const ONE_WAY_MS = 50;

/**
 * How long a join takes until there is a picture for somebody who is 100 ms there and back from the edge and from the node, which
 * the sharer is next to.
 */
export async function measureFarJoins(report: (detail: string) => void): Promise<Figure[]> {
  const network = await serveNetwork(["sharer", "visitor"]);
  try {
    const room = `${network.url}/r/far`;
    const [sharer, visitor] = await Promise.all([network.open("sharer"), network.open("visitor")]);
    try {
      await joinRoom(sharer, room);
      await openMark(sharer.context, PICTURE);
      await shareScreen(sharer.page, "1080p");
      await sharer.page.locator('video[data-source="screen"][data-self]').waitFor();
      await network.hosts.visitor.setWeather({ delayMs: ONE_WAY_MS });
      const samples: number[] = [];
      // The first one warms the browser up and does not count.
      for (let sample = 0; sample <= SAMPLES; sample++) {
        report(`far join ${sample} of ${SAMPLES}`);
        const { milliseconds } = await visitRoom(visitor.context, room);
        if (sample > 0) samples.push(milliseconds);
      }
      return [
        {
          name: "Click on Join to first picture, 100 ms from the node",
          unit: "ms",
          better: "lower",
          nearcast: samples,
          against: { kind: "floor", what: "two round trips", samples: [4 * ONE_WAY_MS] },
          hasTail: true,
        },
      ];
    } finally {
      await Promise.all([sharer, visitor].map(({ browser }) => browser.close()));
    }
  } finally {
    await network.close();
  }
}
