import { expect, test } from "vitest";
import { inNetworkOfRestart } from "./candidates.ts";

const CANDIDATE =
  "candidate:2923826220 1 udp 2122260223 192.0.2.7 58913 typ host generation 0 ufrag ktRo network-id 2 network-cost 10";

test("until ICE is restarted, a candidate is what it was", () => {
  expect(inNetworkOfRestart(CANDIDATE, 0)).toBe(CANDIDATE);
});

test("each restart leads to another network, two networks stay two, and the rest stays as it was", () => {
  expect(inNetworkOfRestart(CANDIDATE, 1)).toBe(CANDIDATE.replace("network-id 2", "network-id 102"));
  expect(inNetworkOfRestart(CANDIDATE, 2)).toBe(CANDIDATE.replace("network-id 2", "network-id 202"));
  const other = CANDIDATE.replace("network-id 2", "network-id 1");
  expect(inNetworkOfRestart(other, 1)).toBe(CANDIDATE.replace("network-id 2", "network-id 101"));
});
