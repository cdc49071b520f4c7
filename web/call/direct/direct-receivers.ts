import { restAfter } from "./attempts.ts";
import type { DirectMessage } from "./direct-messages.ts";
import type { DirectStream, KnownStream } from "./direct-paths.ts";
import { DirectReceiver } from "./direct-receiver.ts";
import type { Wishes } from "./questions.ts";

/** A new connection of the same person is taken at most this often. */
const SESSION_EVERY_MS = 1_000;
/** One that is shown, and the one that follows it. */
const MAX_SESSIONS = 2;

/** What receivers need of their owner. */
export interface DirectReceiversOwner {
  /** Where to look for ways to the others now. */
  iceServers(): RTCIceServer[];
  tell(to: string, message: DirectMessage): void;
  protect(receiver: RTCRtpReceiver, stream: { producerId: string }): void;
}

/** What is known of one sender. The newest connection is the last one. */
interface Peer {
  receivers: DirectReceiver[];
  sessionAt: number;
  interruptions: number;
  /** It is left alone until then. */
  restUntil: number;
}

/** Receives other pages' streams directly. */
export class DirectReceivers {
  readonly #owner: DirectReceiversOwner;
  readonly #peers = new Map<string, Peer>();

  constructor(owner: DirectReceiversOwner) {
    this.#owner = owner;
  }

  get isEmpty(): boolean {
    return [...this.#peers.values()].every(({ receivers }) => receivers.length === 0);
  }

  /** A sender's words. Returns false where nothing can be made of them. */
  hear(from: string, message: DirectMessage): boolean {
    const known = this.#peers.get(from)?.receivers.find(({ session }) => session === message.session);
    const receiver = known ?? (message.kind === "offer" ? this.#accept(from, message.session) : undefined);
    if (receiver === undefined) return false;
    if (message.kind === "offer") receiver.handleOffer(message);
    else if (message.kind === "candidates") receiver.handleCandidates(message.candidates);
    else if (message.kind === "done") receiver.end();
    return message.kind !== "answer";
  }

  /** Looks at every connection; one that falls silent is left to rest. `wishes` is how large a sender's pictures are wanted. */
  look(now: number, wishes: (participantId: string) => Wishes): void {
    for (const [id, peer] of this.#peers) {
      for (const receiver of peer.receivers) {
        if (!receiver.look(now, wishes(id))) continue;
        peer.interruptions += 1;
        peer.restUntil = now + restAfter(peer.interruptions);
      }
    }
  }

  /** Whether a sender's path has been interrupted just now. */
  rests(participantId: string, now: number): boolean {
    return now < (this.#peers.get(participantId)?.restUntil ?? 0);
  }

  /** A stream as it comes: by the newest connection that delivers, else by the last one that did. */
  find({ participantId, streamId }: KnownStream, now: number): DirectStream | undefined {
    const found = (this.#peers.get(participantId)?.receivers ?? []).flatMap((receiver) => {
      const stream = receiver.streams.get(streamId);
      return stream === undefined ? [] : [{ stream, isHealthy: receiver.isHealthy(now) }];
    });
    return (
      found.findLast(({ stream, isHealthy }) => isHealthy && stream.delivers) ??
      found.find(({ stream }) => stream.delivers) ??
      found.at(-1)
    );
  }

  /** Closes what is not used: `uses` says whether anything of a participant is still shown by it. */
  tidy(isWanted: boolean, uses: (participantId: string) => boolean): void {
    for (const [id, peer] of this.#peers) {
      if (uses(id)) continue;
      for (const receiver of peer.receivers)
        if (!isWanted || receiver.hasEnded) this.#close(id, peer, receiver);
    }
  }

  /** Somebody has left. */
  forget(participantId: string): void {
    const peer = this.#peers.get(participantId);
    for (const receiver of peer?.receivers ?? []) receiver.close();
    this.#peers.delete(participantId);
  }

  close(): void {
    for (const id of [...this.#peers.keys()]) this.forget(id);
  }

  #accept(from: string, session: string): DirectReceiver | undefined {
    const now = performance.now();
    const peer = this.#peers.get(from) ?? {
      receivers: [],
      sessionAt: -SESSION_EVERY_MS,
      interruptions: 0,
      restUntil: 0,
    };
    if (now - peer.sessionAt < SESSION_EVERY_MS) return undefined;
    peer.sessionAt = now;
    this.#peers.set(from, peer);
    const [oldest] = peer.receivers;
    if (oldest !== undefined && peer.receivers.length >= MAX_SESSIONS) this.#close(from, peer, oldest);
    const receiver = new DirectReceiver(session, {
      iceServers: this.#owner.iceServers(),
      tell: (message) => this.#owner.tell(from, message),
      protect: (rtpReceiver, stream) => this.#owner.protect(rtpReceiver, stream),
    });
    peer.receivers.push(receiver);
    return receiver;
  }

  #close(from: string, peer: Peer, receiver: DirectReceiver): void {
    peer.receivers = peer.receivers.filter((each) => each !== receiver);
    receiver.close();
    this.#owner.tell(from, { kind: "done", session: receiver.session });
  }
}
