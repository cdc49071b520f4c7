import * as v from "valibot";
import type { ChatMessage, Reaction } from "../../../protocol/room/chat.ts";
import type { Joined } from "../../../protocol/room/join.ts";
import type { ToPage } from "../../../protocol/room/to-page.ts";
import { startWorker } from "../../start-worker.ts";
import type { Signal } from "../signal.ts";
import type { Bytes } from "./bytes.ts";
import { reactionTag, sealText } from "./chat-seal.ts";
import workerUrl from "./frame-worker.ts?worker&url";
import { makeIdentity, type OwnIdentity } from "./identity.ts";
import { KeyExchange } from "./key-exchange.ts";
import type { FromWorker, ToWorker, TransformOptions } from "./messages.ts";
import { ChatOpener, type OpenedChat } from "./opened-chat.ts";
import type { MediaKey } from "./pair-channel.ts";
import { deriveRoomKeys, importAes, type RoomKeys } from "./room-keys.ts";
import { followRoster, type Roster, rosterOf } from "./roster.ts";
import { safetyNumber } from "./safety-number.ts";
import type { StreamProblem } from "./stream-health.ts";
import { problemsWithoutWorker, WorkerPulse } from "./worker-pulse.ts";

/** What is known of a room's encryption, for the page to show. */
export interface EncryptionView {
  /** Groups of digits; empty until they are worked out. */
  readonly safetyNumber: readonly string[];
  /** Participants who came without this room's secret: they and the others cannot see or hear each other. */
  readonly strangers: readonly string[];
  /** What cannot be shown, or sent, by producer. */
  readonly problems: ReadonlyMap<string, StreamProblem>;
  readonly chat: OpenedChat;
}

/** What protects a call's media, as those see it who send and receive. */
export interface MediaProtection {
  /** Nothing leaves this sender in clear. Call it in the turn in which the sender is made. */
  protectSender(sender: RTCRtpSender, stream: { producerId: string; source: string }): void;
  /** Nothing of this receiver is shown that was not encrypted by its owner. Call it in the turn in which the receiver is made. */
  protectReceiver(receiver: RTCRtpReceiver, stream: { producerId: string }): void;
}

const NOTHING: EncryptionView = {
  safetyNumber: [],
  strangers: [],
  problems: new Map(),
  chat: { texts: new Map(), reactions: new Map() },
};

/** The end-to-end encryption of one stay in a room: keys, and the worker that uses them. */
export class Encryption implements MediaProtection {
  readonly #keys: RoomKeys;
  readonly #own: OwnIdentity;
  readonly #worker: Worker;
  readonly #exchange: KeyExchange;
  readonly #chat: ChatOpener;
  readonly #pulse: WorkerPulse;
  #signal: Signal | null = null;
  #changed: (view: EncryptionView) => void = () => undefined;
  #view = NOTHING;
  #selfId = "";
  /** Resolves when the worker has been given the last key to send with. */
  #sendKey: Promise<void> = Promise.resolve();
  #roster: Roster = new Map();
  /** What the worker says is wrong. */
  readonly #problems = new Map<string, StreamProblem>();
  #isWorkerLost = false;

  /** Derives the room's keys and starts the worker. Rejects where the browser cannot. */
  static async create(secret: Bytes, roomId: string): Promise<Encryption> {
    const [keys, worker] = await Promise.all([deriveRoomKeys(secret, roomId), startFrameWorker()]);
    const encryption = new Encryption(keys, await makeIdentity(keys), worker);
    // The first frame must find it there.
    await encryption.#sendKey;
    return encryption;
  }

  private constructor(keys: RoomKeys, own: OwnIdentity, worker: Worker) {
    this.#keys = keys;
    this.#own = own;
    this.#worker = worker;
    this.#chat = new ChatOpener(keys, (chat) => this.#show({ chat }));
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#hearWorker(data);
    this.#pulse = new WorkerPulse({
      ask: () => this.#post({ type: "ask" }),
      later: (act, ms) => void setTimeout(act, ms),
      changed: (isLost) => {
        this.#isWorkerLost = isLost;
        this.#showProblems();
      },
    });
    this.#exchange = new KeyExchange(keys, own, {
      tell: (to, body) => this.#relay(to, body),
      useSendKey: (key) => {
        this.#sendKey = this.#sendKey.then(() => this.#useSendKey(key));
      },
      addReceiveKey: (participantId, key, inUse) => this.#addReceiveKey(participantId, key, inUse),
      distrust: (participantId) => this.#post({ type: "distrust", participantId }),
      forget: (participantId) => this.#post({ type: "forget", participantId }),
      now: () => performance.now(),
      later: (act, ms) => void setTimeout(act, ms),
    });
  }

  /** Who this page is to the others. */
  get identity(): string {
    return this.#own.text;
  }

  /** Speaks to the others by way of this signal, and tells `changed` what the page can show. */
  connect(signal: Signal, changed: (view: EncryptionView) => void): void {
    this.#signal = signal;
    this.#changed = changed;
  }

  protectSender(sender: RTCRtpSender, { producerId, source }: { producerId: string; source: string }): void {
    sender.transform = this.#transform({ direction: "send", producerId, source });
    this.#exchange.startSending();
  }

  protectReceiver(receiver: RTCRtpReceiver, { producerId }: { producerId: string }): void {
    receiver.transform = this.#transform({ direction: "receive", producerId });
  }

  /** A chat message's text, for those alone who have the link. */
  sealText(messageId: string, revision: number, text: string): Promise<string> {
    return sealText(this.#keys, { messageId, revision }, text);
  }

  /** What stands for a reaction to a message. */
  reactionTag(messageId: string, reaction: Reaction): Promise<string> {
    return reactionTag(this.#keys, messageId, reaction);
  }

  /** Opens messages; the view has them once this resolves. */
  openChat(messages: readonly ChatMessage[]): Promise<void> {
    return this.#chat.open(messages);
  }

  /** In the room, for the first time or anew. */
  handleJoined({ participantId, snapshot }: Joined): void {
    this.#selfId = participantId;
    void this.#chat.open(snapshot.chat);
    this.#follow(rosterOf(snapshot));
  }

  /** Follows a message of the room. */
  handleMessage(message: ToPage): void {
    if (message.type === "relayed") {
      if (message.channel === "keys") this.#exchange.hear(message.from, message.body);
      return;
    }
    this.#chat.handleMessage(message);
    const roster = followRoster(this.#roster, message);
    if (roster !== this.#roster) this.#follow(roster);
  }

  /** Ends the worker, and with it everything that is encrypted or decrypted. */
  close(): void {
    this.#exchange.close();
    this.#pulse.close();
    this.#worker.terminate();
  }

  #follow(roster: Roster): void {
    const before = streamsOf(this.#roster);
    const after = streamsOf(roster);
    this.#roster = roster;
    // First who they are: what belongs to somebody who is replaced is forgotten by this.
    this.#exchange.follow(roster, this.#selfId);
    for (const [producerId, owner] of after) this.#post({ type: "stream", producerId, ...owner });
    const over = [...before.keys()].filter((producerId) => !after.has(producerId));
    for (const producerId of over) {
      this.#problems.delete(producerId);
      this.#post({ type: "stream-over", producerId });
    }
    this.#showProblems();
    void this.#describePeople(roster);
  }

  async #describePeople(roster: Roster): Promise<void> {
    const strangers = await this.#exchange.strangers();
    const trusted = [...roster].filter(([id]) => id !== this.#selfId && !strangers.includes(id));
    const identities = trusted.map(([, { identity }]) => identity ?? "");
    const number = await safetyNumber(this.#keys, [this.#own.text, ...identities]);
    if (this.#roster === roster) this.#show({ safetyNumber: number, strangers });
  }

  #showProblems(): void {
    const problems = this.#isWorkerLost
      ? problemsWithoutWorker(this.#roster, this.#selfId)
      : new Map(this.#problems);
    this.#show({ problems });
  }

  #show(change: Partial<EncryptionView>): void {
    this.#view = { ...this.#view, ...change };
    this.#changed(this.#view);
  }

  #hearWorker(message: FromWorker): void {
    switch (message.type) {
      case "missing-key":
        return this.#exchange.ask(message.participantId);
      case "key-worn":
        return this.#exchange.rotate();
      case "problem":
        if (message.problem === null) this.#problems.delete(message.producerId);
        else this.#problems.set(message.producerId, message.problem);
        return this.#showProblems();
      case "ready":
        return this.#pulse.handleAnswer();
    }
  }

  async #relay(to: string, body: string): Promise<boolean> {
    if (this.#signal === null) return false;
    const relay = { type: "relay", to, channel: "keys", body } as const;
    return this.#signal.request(relay, v.unknown()).then(
      () => true,
      () => false,
    );
  }

  async #useSendKey({ generation, raw }: MediaKey): Promise<void> {
    this.#post({ type: "send-key", generation, key: await importAes(raw) });
  }

  async #addReceiveKey(participantId: string, { generation, raw }: MediaKey, inUse: number): Promise<void> {
    this.#post({ type: "receive-key", participantId, generation, key: await importAes(raw), inUse });
  }

  #transform(options: TransformOptions): RTCRtpScriptTransform {
    return new RTCRtpScriptTransform(this.#worker, options);
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}

/** Every stream of a roster, with its owner and source. */
function streamsOf(roster: Roster): Map<string, { participantId: string; source: string }> {
  return new Map(
    [...roster].flatMap(([participantId, { producers }]) =>
      [...producers].map(([producerId, source]) => [producerId, { participantId, source }] as const),
    ),
  );
}

/** Resolves when the worker is there; a worker that cannot be loaded would swallow all media in silence. */
function startFrameWorker(): Promise<Worker> {
  const worker = startWorker(workerUrl);
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve(worker);
    worker.onerror = () => reject(new Error("the worker for encryption did not start"));
  });
}
