import { FULL_SIZE, NO_SIZE } from "../../../protocol/room/watching.ts";
import { BandwidthProber } from "../bandwidth-prober.ts";
import { DemandFollower } from "../demand-follower.ts";
import { withCeiling, withoutLayers, withoutStrayCodecs, withParameters } from "../sdp.ts";
import { sdpWithoutSoundFeedback } from "../sound-feedback.ts";
import { randomUuid } from "../uuid.ts";
import { type CandidateBatch, collectCandidates } from "./candidates.ts";
import type { Candidate, DirectMessage } from "./direct-messages.ts";
import { answerQuestions, QUESTIONS, type Wishes } from "./questions.ts";
import type { SentCodec, SentStream, SentVideo } from "./sent-stream.ts";

/** What a sender needs of its owner. */
export interface DirectSenderOwner {
  /** Where to look for ways to the other one. */
  readonly iceServers: RTCIceServer[];
  /** A path that is not there in this time is given up. */
  readonly connectWithinMs: number;
  tell(message: DirectMessage): void;
  /** It has not connected, or is lost: it sends nothing any more. */
  failed(): void;
  /** A sender was made, or sends another producer. Called in the turn in which that happens. */
  protect(sender: RTCRtpSender, stream: { producerId: string; source: string }): void;
}

interface Slot {
  readonly transceiver: RTCRtpTransceiver;
  stream: SentStream;
  /** What the other side asks for: as it began, because another bit rate to start with would have congestion control begin anew. */
  readonly parameters: Record<string, number>;
  /** Sends a picture as its viewer wants it; null for sound, which is always wanted. */
  readonly follower: DemandFollower | null;
}

/** One connection on which this page sends its streams to one other page, besides what it sends to the node. */
export class DirectSender {
  readonly session = randomUuid();
  readonly #owner: DirectSenderOwner;
  readonly #connection: RTCPeerConnection;
  readonly #candidates: CandidateBatch;
  readonly #slots = new Map<string, Slot>();
  readonly #groups = new Map<string, MediaStream>();
  readonly #deadline: ReturnType<typeof setTimeout>;
  readonly #prober: BandwidthProber;
  #revision = 0;
  /** The other side's last answer, as it came. */
  #answer = "";
  /** What all of this may send at most, in kbit/s. */
  #ceiling: number | null = null;
  /** What was offered last is not what is to be sent now. */
  #outdated = false;
  #closed = false;

  constructor(owner: DirectSenderOwner) {
    this.#owner = owner;
    const { session } = this;
    this.#connection = new RTCPeerConnection({ iceServers: owner.iceServers, bundlePolicy: "max-bundle" });
    this.#candidates = collectCandidates(this.#connection, (candidates) =>
      owner.tell({ kind: "candidates", session, candidates }),
    );
    // A screen that stands still sends too little to tell it from a path that is lost.
    const channel = this.#connection.createDataChannel(QUESTIONS.label, QUESTIONS.options);
    answerQuestions(channel, (wishes) => this.#follow(wishes));
    this.#connection.onconnectionstatechange = () => this.#handleState();
    this.#deadline = setTimeout(() => this.#fail(), owner.connectWithinMs);
    this.#prober = new BandwidthProber({
      report: () => this.#connection.getStats(),
      senders: () => this.videoSenders,
      setCeiling: (kilobits) => this.#setCeiling(kilobits),
      beginAnew: () => this.#restartIce(),
    });
  }

  /** Everything that is sent, to be asked how it is. */
  get sent(): { stream: SentStream; sender: RTCRtpSender }[] {
    return [...this.#slots.values()].map(({ stream, transceiver }) => ({
      stream,
      sender: transceiver.sender,
    }));
  }

  /** The senders of pictures, to see what holds them back. */
  get videoSenders(): RTCRtpSender[] {
    return [...this.#slots.values()]
      .filter(({ stream }) => "video" in stream.settings)
      .map(({ transceiver }) => transceiver.sender);
  }

  /** Sends these streams and no others. */
  update(streams: readonly SentStream[]): void {
    if (this.#closed) return;
    const wanted = new Map(streams.map((stream) => [stream.streamId, stream]));
    for (const [id, { transceiver, stream, follower }] of this.#slots) {
      const next = wanted.get(id);
      if (next !== undefined && isSameCodec(next.codec, stream.codec)) continue;
      follower?.close();
      transceiver.stop();
      this.#slots.delete(id);
      this.#outdated = true;
    }
    for (const stream of streams) this.#send(stream);
    if (this.#outdated) void this.#offer().catch(() => this.#fail());
  }

  /** The viewer's answer to an offer. A hostile one ends this connection and nothing else. */
  async handleAnswer(revision: number, sdp: string): Promise<void> {
    if (revision !== this.#revision || this.#connection.signalingState !== "have-local-offer") return;
    try {
      this.#answer = sdp;
      await this.#connection.setRemoteDescription({ type: "answer", sdp: this.#tune(sdp) });
      this.#candidates.ready();
      if (this.#outdated) await this.#offer();
    } catch {
      this.#fail();
    }
  }

  handleCandidates(candidates: readonly Candidate[]): void {
    this.#candidates.add(candidates);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#deadline);
    this.#prober.close();
    for (const { follower } of this.#slots.values()) follower?.close();
    this.#connection.close();
  }

  #follow(wishes: Wishes): void {
    for (const [streamId, { follower }] of this.#slots) follower?.follow(wishes.get(streamId) ?? FULL_SIZE);
  }

  #send(stream: SentStream): void {
    const slot = this.#slots.get(stream.streamId);
    if (slot === undefined) return this.#add(stream);
    const { sender } = slot.transceiver;
    if (slot.stream.producerId !== stream.producerId) {
      this.#owner.protect(sender, stream);
      this.#outdated = true;
    }
    if (sender.track !== stream.track) void sender.replaceTrack(stream.track).catch(() => this.#fail());
    const { settings } = stream;
    const isSame = JSON.stringify(settings) === JSON.stringify(slot.stream.settings);
    slot.stream = stream;
    if ("video" in settings && !isSame) slot.follower?.limit([settings.video.maxBitrate]);
  }

  #add(stream: SentStream): void {
    const group = this.#groups.get(stream.group) ?? new MediaStream();
    this.#groups.set(stream.group, group);
    const transceiver = this.#connection.addTransceiver(stream.track, {
      direction: "sendonly",
      streams: [group],
      sendEncodings: "video" in stream.settings ? [limitsOf(stream.settings.video)] : [],
    });
    this.#owner.protect(transceiver.sender, stream);
    preferCodec(transceiver, stream.codec);
    const follower =
      "video" in stream.settings ? followerOf(transceiver.sender, stream.settings.video) : null;
    this.#slots.set(stream.streamId, { transceiver, stream, parameters: parametersOf(stream), follower });
    this.#outdated = true;
  }

  async #offer(): Promise<void> {
    // The answer to what was offered last comes first.
    if (this.#closed || this.#connection.signalingState !== "stable") return;
    this.#outdated = false;
    this.#revision += 1;
    const { session } = this;
    const revision = this.#revision;
    await this.#connection.setLocalDescription();
    const { sdp = "" } = this.#connection.localDescription ?? {};
    const streams = [...this.#slots.values()].map(({ transceiver, stream: { streamId, producerId } }) => ({
      mid: transceiver.mid ?? "",
      streamId,
      producerId,
    }));
    for (const { follower } of this.#slots.values()) follower?.apply();
    if (!this.#closed) this.#owner.tell({ kind: "offer", session, revision, sdp: offered(sdp), streams });
  }

  /** Negotiates with the last answer: nothing changes for the other side. */
  async #setCeiling(kilobits: number | null): Promise<void> {
    this.#ceiling = kilobits;
    if (this.#closed || this.#outdated || this.#connection.signalingState !== "stable") return;
    await this.#connection.setLocalDescription();
    await this.#connection.setRemoteDescription({ type: "answer", sdp: this.#tune(this.#answer) });
    if (this.#outdated) await this.#offer();
  }

  /** Makes the way look like a new one, of which congestion control knows nothing. What it carries goes on meanwhile. */
  async #restartIce(): Promise<void> {
    if (this.#closed || !this.#candidates.restart()) return;
    this.#connection.restartIce();
    this.#outdated = true;
    await this.#offer();
  }

  /** How a stream is encoded is what the other side asks for: it asks for what this page would. */
  #tune(sdp: string): string {
    const bounded = withCeiling(sdp, this.#ceiling);
    return [...this.#slots.values()].reduce((tuned, { transceiver, stream, parameters }) => {
      const name = stream.codec.mimeType.split("/")[1] ?? "";
      return withParameters(tuned, transceiver.mid ?? "", name, parameters);
    }, bounded);
  }

  #handleState(): void {
    const { connectionState } = this.#connection;
    if (connectionState === "connected") clearTimeout(this.#deadline);
    if (connectionState === "failed") this.#fail();
  }

  #fail(): void {
    if (this.#closed) return;
    this.close();
    this.#owner.failed();
  }
}

/** What the other side reads of a description: it takes what is left. */
function offered(sdp: string): string {
  return sdpWithoutSoundFeedback(withoutLayers(withoutStrayCodecs(sdp)));
}

/** Nothing is encoded for this path before its viewer asks: the first picture comes by the node, and comes first. */
function limitsOf({ maxBitrate, maxFramerate, layers }: SentVideo) {
  return { maxBitrate, maxFramerate, ...layers, active: false };
}

function parametersOf({ settings }: SentStream): Record<string, number> {
  if ("video" in settings) {
    return { "x-google-start-bitrate": settings.video.startBitrate };
  }
  const { opusFec, opusDtx, opusStereo, opusMaxAverageBitrate } = settings.audio;
  return {
    useinbandfec: Number(opusFec),
    usedtx: Number(opusDtx),
    stereo: Number(opusStereo),
    maxaveragebitrate: opusMaxAverageBitrate,
  };
}

function followerOf(sender: RTCRtpSender, { degradationPreference, mayShrink }: SentVideo): DemandFollower {
  return new DemandFollower(sender, { degradation: degradationPreference, mayShrink, demand: NO_SIZE });
}

/** Offers one codec and its retransmissions. A browser that does not know it by this name offers what it likes. */
function preferCodec(transceiver: RTCRtpTransceiver, { mimeType, parameters }: SentCodec): void {
  const kind = mimeType.split("/")[0] ?? "";
  const known = RTCRtpSender.getCapabilities(kind)?.codecs ?? [];
  const profile = ["profile-level-id", "packetization-mode", "profile-id", "profile"].flatMap((name) =>
    name in parameters ? [`${name}=${parameters[name]}`] : [],
  );
  const named = known.filter((codec) => codec.mimeType.toLowerCase() === mimeType.toLowerCase());
  const fits = named.filter(({ sdpFmtpLine = "" }) => profile.every((part) => sdpFmtpLine.includes(part)));
  const chosen = fits.length > 0 ? fits : named;
  const repair = known.filter((codec) => codec.mimeType.toLowerCase() === `${kind}/rtx`);
  if (chosen.length > 0) transceiver.setCodecPreferences([...chosen, ...repair]);
}

function isSameCodec(a: SentCodec, b: SentCodec): boolean {
  return a.mimeType.toLowerCase() === b.mimeType.toLowerCase();
}
