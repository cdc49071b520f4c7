import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import type { Stack, StackNode } from "../../../scripts/local/stack.ts";
import { joinRoom, openPerson, type Person, shareScreen } from "../../e2e/harness/browser.ts";
import { drainNode } from "../../e2e/harness/drain-node.ts";
import { logFrames, smoothness, takeFrames } from "../../e2e/harness/frame-log.ts";
import { startLocalStack } from "../../e2e/harness/local-stack.ts";
import { openMark } from "../../e2e/harness/mark.ts";
import { keepOnNode } from "../../e2e/harness/onlooker.ts";
import { servingNode } from "../../e2e/harness/serving-node.ts";
import type { Figure } from "../report/figure.ts";
import { REMOTE_SCREEN, untilShown } from "../share/share.ts";

const KILLS = 20;
const DRAINS = 10;
const SLUG = "failover";
/** The longest gap grows with the time in which it is looked for: what happens to a node and calm have the same. */
const LOOK_MS = 10_000;

/** How long a share stands still when the node that carries it is killed (SIGKILL), or drains, and another one takes over. */
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
    // A share begins blurred, and may change its codec soon: neither is what is looked for.
    await delay(LOOK_MS);
    let nodes: readonly StackNode[] = local.stack.nodes;
    const measure = async (what: string, rounds: number, end: (node: StackNode) => Promise<void>) => {
      const [ended, calm]: [number[], number[]] = [[], []];
      for (let round = 1; round <= rounds; round++) {
        report(`${what} ${round} of ${rounds}`);
        calm.push(await longestGap(viewer.page));
        const serving = await servingNode({ nodes });
        const [gap] = await Promise.all([longestGap(viewer.page), end(serving)]);
        ended.push(gap);
        const again = await serving.restart();
        nodes = nodes.map((node) => (node === serving ? again : node));
      }
      return { ended, calm };
    };
    const kills = await measure("kill", KILLS, (node) => node.kill());
    const drains = await measure("drain", DRAINS, (node) => drain(local.stack, node));
    return [
      {
        name: "Longest gap between frames, node killed",
        unit: "ms",
        better: "lower",
        nearcast: kills.ended,
        against: { kind: "floor", what: "the same share, no kill", samples: kills.calm },
      },
      {
        name: "Longest gap between frames, node drained",
        unit: "ms",
        better: "lower",
        nearcast: drains.ended,
        against: { kind: "floor", what: "the same share, no drain", samples: drains.calm },
      },
    ];
  } finally {
    await Promise.all(people.map(({ browser }) => browser.close()));
    await local.close();
  }
}

/** Has a node drain, and waits until it has ended. */
async function drain(stack: Stack, { id, healthUrl }: StackNode): Promise<void> {
  await drainNode(stack, id);
  const isThere = () =>
    fetch(healthUrl).then(
      () => true,
      () => false,
    );
  while (await isThere()) await delay(100);
}

async function longestGap(page: Page): Promise<number> {
  await takeFrames(page);
  await delay(LOOK_MS);
  const seen = await takeFrames(page);
  if (seen.dark > 0) throw new Error(`the picture was away ${seen.dark} times`);
  return smoothness(seen).longestGapMs;
}
