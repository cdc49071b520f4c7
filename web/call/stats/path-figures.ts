import {
  flag,
  growth,
  known,
  number,
  ofType,
  perSecond,
  type Reading,
  type Stat,
  text,
  times,
} from "./reading.ts";

type CandidateType = "host" | "srflx" | "prflx" | "relay";

/** The network path of a transport. Fields that the browser does not say are absent. No address is among them. */
export interface PathFigures {
  readonly local?: CandidateType;
  readonly remote?: CandidateType;
  readonly protocol?: string;
  /** How the page speaks to its relay, where it uses one. */
  readonly relayProtocol?: string;
  readonly relayed?: boolean;
  /** Milliseconds, of the last connectivity check. */
  readonly roundTrip?: number;
  /** Whether the other end answered anything since the reading before. */
  readonly answered?: boolean;
  /** All that the transport carries, in bit/s. */
  readonly sending?: number;
  readonly receiving?: number;
  /** What congestion control believes to be free, in bit/s. */
  readonly availableUp?: number;
  readonly availableDown?: number;
  /** For example `DTLS 1.2`. */
  readonly dtls?: string;
  readonly srtpCipher?: string;
}

const TYPES: readonly string[] = ["host", "srflx", "prflx", "relay"];
const DTLS_VERSIONS: Readonly<Record<string, string>> = {
  FEFF: "DTLS 1.0",
  FEFD: "DTLS 1.2",
  FEFC: "DTLS 1.3",
};

/** The figures of the path that the transport uses now; null while it has none. */
export function pathFigures(previous: Reading | null, current: Reading): PathFigures | null {
  const [transport] = ofType(current, "transport");
  const pair = selectedPair(current, transport);
  if (pair === undefined) return null;
  const local = current.get(text(pair, "localCandidateId") ?? "");
  const remote = current.get(text(pair, "remoteCandidateId") ?? "");
  const types = [candidateType(local), candidateType(remote)];
  // Not every browser counts on the transport; the pair is all that it carries, as long as it does not change.
  const counts = number(transport, "bytesSent") === undefined ? pair : transport;
  return known<PathFigures>({
    local: types[0],
    remote: types[1],
    protocol: text(local, "protocol"),
    relayProtocol: text(local, "relayProtocol"),
    relayed: types.includes(undefined) ? undefined : types.includes("relay"),
    roundTrip: times(number(pair, "currentRoundTripTime"), 1_000),
    answered: answered(previous, pair, counts),
    sending: times(perSecond(previous, counts, "bytesSent"), 8),
    receiving: times(perSecond(previous, counts, "bytesReceived"), 8),
    availableUp: number(pair, "availableOutgoingBitrate"),
    availableDown: number(pair, "availableIncomingBitrate"),
    dtls: DTLS_VERSIONS[text(transport, "tlsVersion") ?? ""],
    srtpCipher: text(transport, "srtpCipher"),
  });
}

function selectedPair(reading: Reading, transport: Stat | undefined): Stat | undefined {
  const selected = reading.get(text(transport, "selectedCandidatePairId") ?? "");
  if (selected !== undefined) return selected;
  const pairs = ofType(reading, "candidate-pair");
  // Firefox marks the pair itself.
  return (
    pairs.find((pair) => flag(pair, "selected")) ??
    pairs.find((pair) => flag(pair, "nominated") && text(pair, "state") === "succeeded")
  );
}

function candidateType(candidate: Stat | undefined): CandidateType | undefined {
  const type = text(candidate, "candidateType");
  return type !== undefined && TYPES.includes(type) ? (type as CandidateType) : undefined;
}

/** Of two checks or more not one was answered, and nothing else came either: that is silence. One may still be on its way. */
function answered(previous: Reading | null, pair: Stat, counts: Stat | undefined): boolean | undefined {
  const asked = growth(previous, pair, "requestsSent");
  const answers = growth(previous, pair, "responsesReceived");
  const bytes = growth(previous, counts, "bytesReceived");
  if ((answers ?? 0) > 0 || (bytes ?? 0) > 0) return true;
  return answers !== undefined && asked !== undefined && asked >= 2 ? false : undefined;
}
