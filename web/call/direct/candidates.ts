import type { Candidate } from "./direct-messages.ts";

/** Candidates that a page takes of another one for one description, at most. */
const MAX_CANDIDATES = 64;
const NETWORK_ID = / network-id (\d+)/;
/** More than a page has networks: Chromium numbers them from 1. */
const NETWORKS = 100;

/** ICE candidates on their way, both ways, of one connection. */
export interface CandidateBatch {
  /** The other page's: they wait until its description is set. */
  add(candidates: readonly Candidate[]): void;
  /** The other page's description is set. */
  ready(): void;
  /**
   * Prepares that this page restarts ICE. False where nothing would come of it: the other page's candidates do not say their networks.
   * Firefox's do not, and its own restart leaves the path silent for seconds.
   */
  restart(): boolean;
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
  let restarts = 0;
  let waitsForOthers = false;
  let namesNetworks = false;
  const tellOwn = () => {
    if (waitsForOthers || own.length === 0) return;
    const batch = own;
    own = [];
    if (connection.connectionState !== "closed") tell(batch);
  };
  connection.onicecandidate = ({ candidate }) => {
    if (candidate === null || candidate.candidate === "") return;
    const { candidate: text, sdpMid, sdpMLineIndex } = candidate;
    if (own.length === 0) queueMicrotask(tellOwn);
    own.push({ candidate: text, sdpMid, sdpMLineIndex });
  };
  const use = () => {
    if (others.length === 0) return;
    for (const each of others) {
      namesNetworks = NETWORK_ID.test(each.candidate);
      const candidate = inNetworkOfRestart(each.candidate, restarts);
      // One that cannot be used is none.
      connection.addIceCandidate({ ...each, candidate }).catch(() => undefined);
    }
    others = [];
    waitsForOthers = false;
    tellOwn();
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
      taken = 0;
      use();
    },
    restart: () => {
      if (!namesNetworks) return false;
      isReady = false;
      restarts += 1;
      // Were the other page's checks here before its candidates, their networks would not be known.
      waitsForOthers = true;
      return true;
    },
  };
}

/**
 * The other page's candidate, in another network than before ICE was restarted. Chromium begins its congestion control anew where
 * the path leads to another network (`RtpTransportControllerSend::IsRelevantRouteChange`), and believes what a candidate says of it.
 */
export function inNetworkOfRestart(candidate: string, restarts: number): string {
  return candidate.replace(NETWORK_ID, (_, id) => ` network-id ${Number(id) + restarts * NETWORKS}`);
}
