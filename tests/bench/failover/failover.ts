import { setTimeout as delay } from "node:timers/promises";
import type { Stack, StackNode } from "../../../scripts/local/stack.ts";
import { drainNode } from "../../e2e/harness/drain-node.ts";
import { startLocalStack } from "../../e2e/harness/local-stack.ts";
import { killChildren } from "../../e2e/harness/processes.ts";
import { servingNode } from "../../e2e/harness/serving-node.ts";
import type { Figure } from "../report/figure.ts";
import { openAudience, PLACES } from "./audience.ts";

/** `KILLS=100 npm run bench` kills a hundred times. */
const KILLS = Number(process.env.KILLS ?? 20);
const OTHERS = 10;
/** The longest freeze grows with the time in which it is looked for: what happens to a node and calm have the same. */
const LOOK_MS = 5_000;
/** Who has just come, or moved, begins blurred and is sent more and more: neither is what is looked for. */
const SETTLE_MS = 3_000;
/** Of each place: one serves, and the other one takes over. */
const NODES_PER_PLACE = 2;

/** What happens to a node that serves. */
interface Ending {
  readonly what: string;
  readonly rounds: number;
  /** Resolves when it has ended, or is as it was. */
  end(node: StackNode): Promise<void>;
  /** Whether the node is to be started again. */
  readonly isGone: boolean;
}

/**
 * How long a share that six people see by two nodes stands still when one of the nodes is killed (SIGKILL), or its mediasoup
 * worker, or it drains; in turns the sharer's node and the other one. Each sample is the longest of all six.
 */
export async function measureFailover(report: (detail: string) => void): Promise<Figure[]> {
  // Nodes of its own: those of the rest of the bench live.
  const nodePositions = PLACES.flatMap((position) => Array(NODES_PER_PLACE).fill(position));
  const local = await startLocalStack({ nodes: nodePositions.length, nodePositions });
  const endings: readonly Ending[] = [
    { what: "node killed", rounds: KILLS, end: (node) => node.kill(), isGone: true },
    { what: "worker killed", rounds: OTHERS, end: ({ pid }) => killChildren(pid), isGone: false },
    { what: "node drained", rounds: OTHERS, end: (node) => drain(local.stack, node), isGone: true },
  ];
  try {
    const audience = await openAudience(local.stack.url, "failover");
    try {
      const nodes = [...local.stack.nodes];
      const figures: Figure[] = [];
      const dark: number[] = [];
      for (const { what, rounds, end, isGone } of endings) {
        const [ended, calm]: [number[], number[]] = [[], []];
        for (let round = 0; round < rounds; round++) {
          report(`${what} ${round + 1} of ${rounds}`);
          await delay(SETTLE_MS);
          calm.push((await audience.look(LOOK_MS)).freezeMs);
          const first = (round % PLACES.length) * NODES_PER_PLACE;
          const serving = await servingNode({ nodes: nodes.slice(first, first + NODES_PER_PLACE) });
          const [seen] = await Promise.all([audience.look(LOOK_MS), end(serving)]);
          ended.push(seen.freezeMs);
          dark.push(seen.dark);
          if (isGone) nodes[nodes.indexOf(serving)] = await serving.restart();
        }
        figures.push({
          name: `Longest freeze of six viewers, ${what}`,
          unit: "ms",
          better: "lower",
          nearcast: ended,
          against: { kind: "floor", what: "the same share, in calm", samples: calm },
          hasTail: true,
        });
      }
      figures.push({
        name: "Looks without a picture while nodes end, six viewers",
        unit: "looks",
        better: "lower",
        nearcast: dark,
        against: { kind: "floor", what: "none", samples: [0] },
        hasTail: true,
      });
      return figures;
    } finally {
      await audience.close();
    }
  } finally {
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
