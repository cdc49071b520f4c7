import type { Candidate } from "./direct-messages.ts";

/** Candidates that a page takes of another one, at most. */
const MAX_CANDIDATES = 64;

/** ICE candidates on their way, both ways, of one connection. */
export interface CandidateBatch {
  /** The other page's: they wait until its description is set. */
  add(candidates: readonly Candidate[]): void;
  /** The other page's description is set. */
  ready(): void;
}

/** Tells this page's candidates, those of one turn together, and keeps the other page's until they can be used. */
export function collectCandidates(
  connection: RTCPeerConnection,
  tell: (candidates: Candidate[]) => void,
): CandidateBatch {
  let own: Candidate[] = [];
  let others: Candidate[] = [];
  let isReady = false;
  let taken = 0;
  connection.onicecandidate = ({ candidate }) => {
    if (candidate === null || candidate.candidate === "") return;
    const { candidate: text, sdpMid, sdpMLineIndex } = candidate;
    if (own.length === 0) {
      queueMicrotask(() => {
        const batch = own;
        own = [];
        if (connection.connectionState !== "closed") tell(batch);
      });
    }
    own.push({ candidate: text, sdpMid, sdpMLineIndex });
  };
  const use = () => {
    // One that cannot be used is none.
    for (const each of others) connection.addIceCandidate(each).catch(() => undefined);
    others = [];
  };
  return {
    add: (candidates) => {
      const room = MAX_CANDIDATES - taken;
      taken += candidates.length;
      others.push(...candidates.slice(0, Math.max(0, room)));
      if (isReady) use();
    },
    ready: () => {
      isReady = true;
      use();
    },
  };
}
