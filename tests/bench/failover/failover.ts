import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import type { StackNode } from "../../../scripts/local/stack.ts";
import { joinRoom, openPerson, type Person, shareScreen } from "../../e2e/harness/browser.ts";
import { logFrames, smoothness, takeFrames } from "../../e2e/harness/frame-log.ts";
import { startLocalStack } from "../../e2e/harness/local-stack.ts";
import { openMark } from "../../e2e/harness/mark.ts";
import { keepOnNode } from "../../e2e/harness/onlooker.ts";
import { servingNode } from "../../e2e/harness/serving-node.ts";
import type { Figure } from "../report/figure.ts";
import { REMOTE_SCREEN, untilShown } from "../share/share.ts";

const ROUNDS = 20;
const SLUG = "failover";
/** The longest gap grows with the time in which it is looked for: a kill and calm have the same. */
const LOOK_MS = 5_000;

/** How long a share stands still when the node that carries it is killed (SIGKILL), and another one takes over. */
export async function measureFailover(report: (detail: string) => void): Promise<Figure[]> {
  // Nodes of its own: those of the rest of the bench live.
  const local = await startLocalStack({ nodes: 2 });
  const people = await Promise.all([openPerson("Sharer"), openPerson("Viewer")]);
  try {
    const [sharer, viewer] = people as [Person, Person];
    for (const person of people) await joinRoom(person, `${local.stack.url}/r/${SLUG}`);
    await keepOnNode(local.stack.url, SLUG);
    await openMark(sharer.context, { width: 1280, height: 720 });
    await shareScreen(sharer.page, "1080p", "30 fps");
    await viewer.page.locator(REMOTE_SCREEN).waitFor();
    await untilShown(viewer.page, "node");
    await logFrames(viewer.page);
    const [killed, calm]: [number[], number[]] = [[], []];
    let nodes: readonly StackNode[] = local.stack.nodes;
    for (let round = 1; round <= ROUNDS; round++) {
      report(`kill ${round} of ${ROUNDS}`);
      calm.push(await longestGap(viewer.page));
      const serving = await servingNode({ nodes });
      await serving.kill();
      killed.push(await longestGap(viewer.page));
      const again = await serving.restart();
      nodes = nodes.map((node) => (node === serving ? again : node));
    }
    return [
      {
        name: "Longest gap between frames, node killed",
        unit: "ms",
        better: "lower",
        nearcast: killed,
        against: { kind: "floor", what: "the same share, no kill", samples: calm },
      },
    ];
  } finally {
    await Promise.all(people.map(({ browser }) => browser.close()));
    await local.close();
  }
}

async function longestGap(page: Page): Promise<number> {
  await takeFrames(page);
  await delay(LOOK_MS);
  const seen = await takeFrames(page);
  if (seen.dark > 0) throw new Error(`the picture was away ${seen.dark} times`);
  return smoothness(seen).longestGapMs;
}
