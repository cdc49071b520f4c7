import { expect, test } from "vitest";
import { canProbe, targetIn } from "./probe-rounds.ts";
import { probedNode, probedNodes } from "./testing/probed-area.ts";

test.for([2, 3, 4, 7, 30])(
  "of %i nodes each probes one in a round and is probed by one, by all others in turn",
  (count) => {
    const nodes = probedNodes(count);
    const pairs = new Set<string>();
    for (let round = 360; round < 360 + count - 1; round += 1) {
      const targets = nodes.map(({ id }) => {
        const target = targetIn(round, id, nodes.toReversed());
        pairs.add(`${id} ${target?.id}`);
        return target?.id;
      });
      expect(new Set(targets)).toEqual(new Set(nodes.map(({ id }) => id)));
      expect(targets.some((target, index) => target === nodes[index]?.id)).toBe(false);
    }
    expect(pairs.size).toBe(count * (count - 1));
  },
);

test("who is alone, or not there, probes nobody", () => {
  expect(targetIn(1, "node-0", probedNodes(1))).toBeNull();
  expect(targetIn(1, "elsewhere", probedNodes(3))).toBeNull();
});

const IPV4 = probedNode("a", "192.0.2.1");
const IPV6 = probedNode("b", "2001:db8::1");
const BOTH = probedNode("c", "192.0.2.3", "2001:db8::3");
const NAMED = probedNode("d", "media.example");
const SILENT = { id: "e", addresses: ["192.0.2.5"] };
const TCP = {
  ...IPV4,
  probe: IPV4.probe && {
    ...IPV4.probe,
    iceCandidates: IPV4.probe.iceCandidates.map((candidate) => ({ ...candidate, protocol: "tcp" as const })),
  },
};

test.for([
  ["IPv4", IPV4, "IPv4", IPV4, true],
  ["IPv4", IPV4, "IPv6", IPV6, false],
  ["IPv6", IPV6, "IPv4", IPV4, false],
  ["IPv4", IPV4, "both", BOTH, true],
  ["both", BOTH, "IPv6", IPV6, true],
  ["IPv4", IPV4, "a name", NAMED, true],
  ["a name", NAMED, "IPv6", IPV6, true],
  ["IPv4", IPV4, "no worker", SILENT, false],
  ["no worker", SILENT, "IPv4", IPV4, true],
  ["IPv4", IPV4, "TCP alone", TCP, false],
] as const)("who has %s can probe who has %s: %s", ([, prober, , target, can]) => {
  expect(canProbe(prober, target)).toBe(can);
  expect(targetIn(1, prober.id, [prober, { ...target, id: "z" }]) !== null).toBe(can);
});
