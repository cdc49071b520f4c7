import { isReasonable, withParametersOf } from "../sdp.ts";
import { type CandidateBatch, collectCandidates } from "./candidates.ts";
import type { Candidate, DirectMessage } from "./direct-messages.ts";
import { Liveness } from "./liveness.ts";
import { ask, type Wishes } from "./questions.ts";

type Offer = Extract<DirectMessage, { kind: "offer" }>;

/** A path that is not there in this time is given up; the sender gives it up earlier, and says so where it still can. */
const CONNECT_WITHIN_MS = 20_000;

/** What a receiver needs of its owner. */
export interface DirectReceiverOwner {
  /** Where to look for ways to the other one. */
  readonly iceServers: RTCIceServer[];
  tell(message: DirectMessage): void;
  /** A receiver was made, or receives another producer. Called in the turn in which that happens. */
  protect(receiver: RTCRtpReceiver, stream: { producerId: string }): void;
}

/** One stream as it comes directly. That its sender may send it is for others to judge. */
export interface ReceivedStream {
  readonly receiver: RTCRtpReceiver;
  readonly producerId: string;
  /** Something of it has been decoded. */
  delivers: boolean;
}

/** One connection on which another page sends its streams to this one. */
export class DirectReceiver {
  readonly session: string;
  readonly #owner: DirectReceiverOwner;
  readonly #connection: RTCPeerConnection;
  readonly #candidates: CandidateBatch;
  readonly #liveness = new Liveness();
  readonly #streams = new Map<string, ReceivedStream>();
  readonly #deadline: ReturnType<typeof setTimeout>;
  #channel: RTCDataChannel | null = null;
  #revision = 0;
  #answering: Promise<void> = Promise.resolve();
  #ended = false;
  #wasHealthy = false;
  #closed = false;

  constructor(session: string, owner: DirectReceiverOwner) {
    this.session = session;
    this.#owner = owner;
    this.#connection = new RTCPeerConnection({ iceServers: owner.iceServers, bundlePolicy: "max-bundle" });
    this.#candidates = collectCandidates(this.#connection, (candidates) =>
      owner.tell({ kind: "candidates", session, candidates }),
    );
    this.#connection.ondatachannel = ({ channel }) => this.#useChannel(channel);
    this.#connection.onconnectionstatechange = () => this.#handleState();
    this.#deadline = setTimeout(() => this.end(), CONNECT_WITHIN_MS);
  }

  /** What comes, by stream id. */
  get streams(): ReadonlyMap<string, ReceivedStream> {
    return this.#streams;
  }

  /** Takes what the sender offers; one after the other. A description that makes no sense ends this connection. */
  handleOffer(offer: Offer): void {
    this.#answering = this.#answering.then(() => this.#answer(offer)).catch(() => this.end());
  }

  handleCandidates(candidates: readonly Candidate[]): void {
    this.#candidates.add(candidates);
  }

  /**
   * Asks the other page whether it is there, tells it how large its pictures are wanted, and finds out what it has
   * sent. Call it a few times a second. True where the path has just fallen silent.
   */
  look(now: number, wishes: Wishes): boolean {
    if (ask(this.#channel, wishes)) this.#liveness.asked(now);
    const newest = [...this.#streams.values()].map(({ receiver }) => newestOf(receiver));
    this.#liveness.media(Math.max(0, ...newest), now);
    for (const stream of this.#streams.values()) if (!stream.delivers) void lookForFirst(stream);
    const wasHealthy = this.#wasHealthy;
    this.#wasHealthy = this.isHealthy(now);
    return wasHealthy && !this.#wasHealthy && !this.#ended;
  }

  /** Whether it is over: it has not connected, is lost for good, or its sender has ended it. */
  get hasEnded(): boolean {
    return this.#ended;
  }

  /** It carries nothing new. It is not closed: its last picture is shown until the node's follows. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#deadline);
  }

  /** Whether the path carries: connected, and heard of just now. */
  isHealthy(now: number): boolean {
    const connected = !this.#ended && this.#connection.connectionState === "connected";
    return connected && !this.#liveness.isSilent(now);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#deadline);
    this.#connection.close();
  }

  async #answer({ revision, sdp, streams }: Offer): Promise<void> {
    if (this.#closed || this.#ended || revision <= this.#revision) return;
    if (!isReasonable(sdp)) throw new Error("too many sections");
    this.#revision = revision;
    await this.#connection.setRemoteDescription({ type: "offer", sdp });
    this.#candidates.ready();
    this.#assign(streams);
    const answer = await this.#connection.createAnswer();
    // Without this a browser mixes two channels into one.
    const stereo = withParametersOf(answer.sdp ?? "", "opus", { stereo: 1 });
    await this.#connection.setLocalDescription({ type: "answer", sdp: stereo });
    if (this.#closed) return;
    this.#owner.tell({ kind: "answer", session: this.session, revision, sdp: stereo });
  }

  #assign(streams: Offer["streams"]): void {
    const transceivers = new Map(this.#connection.getTransceivers().map((each) => [each.mid, each]));
    const before = new Map(this.#streams);
    this.#streams.clear();
    for (const { mid, streamId, producerId } of streams) {
      const receiver = transceivers.get(mid)?.receiver;
      if (receiver === undefined) continue;
      const old = before.get(streamId);
      const isSame = old?.receiver === receiver;
      if (!isSame || old.producerId !== producerId) this.#owner.protect(receiver, { producerId });
      this.#streams.set(streamId, { receiver, producerId, delivers: isSame && old.delivers });
    }
  }

  #useChannel(channel: RTCDataChannel): void {
    if (this.#channel !== null) return channel.close();
    this.#channel = channel;
    channel.onmessage = () => this.#liveness.heard(performance.now());
  }

  #handleState(): void {
    const { connectionState } = this.#connection;
    if (connectionState === "connected") {
      clearTimeout(this.#deadline);
      this.#liveness.heard(performance.now());
    }
    if (connectionState === "failed") this.end();
  }
}

/** When the newest of it was given to be shown or heard, on a clock of the browser's choice. */
function newestOf(receiver: RTCRtpReceiver): number {
  return Math.max(0, ...receiver.getSynchronizationSources().map(({ timestamp }) => timestamp));
}

async function lookForFirst(stream: ReceivedStream): Promise<void> {
  if ((await deliveriesOf(stream.receiver)) > 0) stream.delivers = true;
}

/** How much a receiver has delivered: pictures decoded, or packets of sound. */
export async function deliveriesOf(receiver: RTCRtpReceiver): Promise<number> {
  const stats = await receiver.getStats().catch(() => null);
  for (const entry of (stats?.values() ?? []) as Iterable<InboundStats>) {
    if (entry.type === "inbound-rtp")
      return (receiver.track.kind === "video" ? entry.framesDecoded : entry.packetsReceived) ?? 0;
  }
  return 0;
}

interface InboundStats {
  type: string;
  framesDecoded?: number;
  packetsReceived?: number;
}
