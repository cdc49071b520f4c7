import { sendsNothing } from "../stats/sends-nothing.ts";
import type { StatsSource } from "../stats/stats-source.ts";
import { type Attempts, failed, patienceOf, UNTRIED } from "./attempts.ts";
import type { DirectMessage } from "./direct-messages.ts";
import { DirectSender } from "./direct-sender.ts";
import type { SentStream } from "./sent-stream.ts";
import { watchUplink } from "./uplink-watch.ts";

/** A viewer that has not said that it is done is sent to for so long after the room's route has changed. */
const LINGER_MS = 15_000;

/** What senders need of their owner. */
export interface DirectSendersOwner {
  /** Where to look for ways to the others now. */
  iceServers(): RTCIceServer[];
  tell(to: string, message: DirectMessage): void;
  protect(sender: RTCRtpSender, stream: { producerId: string; source: string }): void;
  /** Sending to everybody is too much for this machine or its uplink. */
  tooMuch(reason: "uplink" | "cpu"): void;
}

/** Sends this page's streams directly to others: who is to have them, and when it is tried again. */
export class DirectSenders {
  readonly #owner: DirectSendersOwner;
  readonly #senders = new Map<string, DirectSender>();
  readonly #attempts = new Map<string, Attempts>();
  readonly #stopWatching: () => void;
  #to: ReadonlySet<string> = new Set();
  #streams: readonly SentStream[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #linger: ReturnType<typeof setTimeout> | undefined;

  constructor(owner: DirectSendersOwner) {
    this.#owner = owner;
    this.#stopWatching = watchUplink(
      () => [...this.#senders.values()].map(({ videoSenders }) => videoSenders),
      (reason) => owner.tooMuch(reason),
    );
  }

  /** Everything that is sent, and to whom, to be asked how it is. */
  sources(): StatsSource[] {
    return [...this.#senders].flatMap(([participantId, connection]) =>
      connection.sent.map(({ stream: { producerId, source }, sender }): StatsSource => {
        const idle = sender.track?.enabled === false || sendsNothing(sender);
        const getReport = () => sender.getStats();
        const what = { producerId, participantId, source, idle, getReport };
        return { ...what, direction: "out", route: { kind: "direct" } };
      }),
    );
  }

  /** Sends these streams to these participants; to nobody where the room's media goes via the node. */
  update(to: ReadonlySet<string>, streams: readonly SentStream[]): void {
    this.#to = to;
    this.#streams = streams;
    clearTimeout(this.#linger);
    const others = [...this.#senders.keys()].filter((id) => !to.has(id));
    if (others.length > 0) this.#linger = setTimeout(() => this.#endAll(others), LINGER_MS);
    this.#settle();
  }

  /** Somebody has left, or come back as somebody new. */
  forget(participantId: string): void {
    this.#attempts.delete(participantId);
    this.#end(participantId);
  }

  /** Another network: what failed on the former may work on this one. */
  tryAgain(): void {
    this.#attempts.clear();
    this.#settle();
  }

  /** A viewer's words; false where they are not about something that is sent. */
  hear(from: string, message: DirectMessage): boolean {
    const sender = this.#senders.get(from);
    if (sender?.session !== message.session) return false;
    if (message.kind === "answer") void sender.handleAnswer(message.revision, message.sdp);
    if (message.kind === "candidates") sender.handleCandidates(message.candidates);
    if (message.kind === "done") {
      // It is not wanted there: a failure, unless the room does not want it, either.
      if (this.#to.has(from)) this.#fail(from);
      else this.#end(from);
    }
    return true;
  }

  /** The room could not bring somebody what they were told. */
  unheard(participantId: string): void {
    if (this.#senders.has(participantId)) this.#fail(participantId);
  }

  close(): void {
    this.#stopWatching();
    clearTimeout(this.#timer);
    clearTimeout(this.#linger);
    this.#to = new Set();
    this.#endAll([...this.#senders.keys()]);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    const now = performance.now();
    const later: number[] = [];
    for (const id of this.#to) {
      const { nextAt } = this.#triedTo(id);
      if (this.#senders.has(id) || nextAt <= now) this.#send(id);
      else if (Number.isFinite(nextAt)) later.push(nextAt);
    }
    if (later.length > 0) this.#timer = setTimeout(() => this.#settle(), Math.min(...later) - now);
  }

  #send(id: string): void {
    let sender = this.#senders.get(id);
    if (sender === undefined) {
      if (this.#streams.length === 0) return;
      sender = this.#connect(id);
    }
    sender.update(this.#streams);
  }

  #connect(id: string): DirectSender {
    const sender: DirectSender = new DirectSender({
      iceServers: this.#owner.iceServers(),
      connectWithinMs: patienceOf(this.#triedTo(id)),
      tell: (message) => this.#owner.tell(id, message),
      failed: () => this.#senders.get(id) === sender && this.#fail(id),
      protect: (rtpSender, stream) => this.#owner.protect(rtpSender, stream),
    });
    this.#senders.set(id, sender);
    return sender;
  }

  #triedTo(id: string): Attempts {
    return this.#attempts.get(id) ?? UNTRIED;
  }

  #fail(id: string): void {
    this.#attempts.set(id, failed(this.#triedTo(id), performance.now()));
    this.#end(id);
    this.#settle();
  }

  #endAll(ids: readonly string[]): void {
    for (const id of ids) this.#end(id);
  }

  #end(id: string): void {
    const sender = this.#senders.get(id);
    if (sender === undefined) return;
    this.#senders.delete(id);
    sender.close();
    this.#owner.tell(id, { kind: "done", session: sender.session });
  }
}
