import { LIMITS } from "../../../protocol/limits.ts";
import type { CandidateNode, Probe, RoundTrips } from "../../../protocol/probes.ts";
import { answerOf } from "./probe-answer.ts";

/** Who has not answered by then is too far away, or not to be reached. */
const PATIENCE_MS = 3_000;
const LOOK_EVERY_MS = 100;
/** A browser checks a path a few times at first: the quickest of the answers in so long a time is the path's. */
const LISTEN_MS = 700;

/**
 * Measures the way to nodes, to all at once. Where one answers, those that do not are as far away as can be; where none does, nothing
 * is known. Needs no permission, and sends no more than ICE does.
 */
export async function measureRoundTrips(nodes: readonly CandidateNode[]): Promise<RoundTrips> {
  const measured = await Promise.all(
    nodes.map(async ({ id, probe }) => ({ id, ms: await roundTripTo(probe).catch(() => null) })),
  );
  if (measured.every(({ ms }) => ms === null)) return {};
  return Object.fromEntries(measured.map(({ id, ms }) => [id, ms ?? LIMITS.roundTripMs]));
}

/** The round trip of a node's ICE checks in milliseconds, to a tenth; null where it did not answer. @throws where the browser refuses */
async function roundTripTo(probe: Probe): Promise<number | null> {
  const connection = new RTCPeerConnection();
  try {
    connection.createDataChannel("");
    await connection.setLocalDescription();
    await connection.setRemoteDescription({ type: "answer", sdp: answerOf(probe) });
    let until = Date.now() + PATIENCE_MS;
    let best: number | null = null;
    while (Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      const seconds = shortestOf(await connection.getStats());
      if (seconds === null) continue;
      if (best === null) until = Date.now() + LISTEN_MS;
      best = Math.min(best ?? seconds, seconds);
    }
    return best === null ? null : Math.min(LIMITS.roundTripMs, Math.round(best * 10_000) / 10);
  } finally {
    connection.close();
  }
}

/** The shortest of the last round trips of all paths that work, in seconds; null while none does. */
function shortestOf(stats: RTCStatsReport): number | null {
  const times: number[] = [];
  stats.forEach((entry: RTCIceCandidatePairStats) => {
    const { type, state, currentRoundTripTime } = entry;
    if (type === "candidate-pair" && state === "succeeded" && currentRoundTripTime !== undefined)
      times.push(currentRoundTripTime);
  });
  return times.length === 0 ? null : Math.min(...times);
}
