import type { OwnIdentity } from "./identity.ts";
import { readKeyWords, writeKeyWords } from "./key-words.ts";
import { type MediaKey, makeMediaKey, PairChannel } from "./pair-channel.ts";
import type { RoomKeys } from "./room-keys.ts";
import type { Roster } from "./roster.ts";

/** A new key is used when it has had this long to reach the others. */
const SWITCH_AFTER_MS = 1_000;
/** One participant is asked for keys, and answered, this often at most. */
const ASK_EVERY_MS = 1_000;
const ANSWER_EVERY_MS = 300;

/** What the exchange needs of the world around it. */
export interface KeyExchangeHost {
  /** Passes something on to another page; false where that cannot be reached now. */
  tell(participantId: string, body: string): Promise<boolean>;
  /** Encrypt with this key from now on. */
  useSendKey(key: MediaKey): void;
  /**
   * The participant encrypts with this key, now or soon; resolves when the worker has it.
   *
   * @param inUse the generation of the key with which they encrypted when they told this one
   */
  addReceiveKey(participantId: string, key: MediaKey, inUse: number): Promise<void>;
  /** The participant has not the room's secret. */
  distrust(participantId: string): void;
  /** The participant is gone, or is somebody else now. */
  forget(participantId: string): void;
  now(): number;
  later(act: () => void, ms: number): void;
}

interface Peer {
  readonly identity: string | null;
  /** Null where they have not the room's secret. */
  readonly channel: Promise<PairChannel | null>;
  /** What they say is taken in one after the other. */
  inbox: Promise<void>;
  newest: number;
  askedAt: number;
  answeredAt: number;
}

/** Gives one's key to those in the room and to nobody else, and takes theirs. Somebody who leaves takes no key along that is used later. */
export class KeyExchange {
  readonly #keys: RoomKeys;
  readonly #own: OwnIdentity;
  readonly #host: KeyExchangeHost;
  readonly #peers = new Map<string, Peer>();
  #current = makeMediaKey(1);
  /** Made and told already, and soon to be used. */
  #next: MediaKey | null = null;
  /** Until something is sent, nobody needs the key. */
  #sends = false;
  #closed = false;

  constructor(keys: RoomKeys, own: OwnIdentity, host: KeyExchangeHost) {
    this.#keys = keys;
    this.#own = own;
    this.#host = host;
    host.useSendKey(this.#current);
  }

  /** Compares who is in the room with who was. */
  follow(roster: Roster, selfId: string): void {
    let hasLost = false;
    for (const [id, peer] of this.#peers) {
      const entry = roster.get(id);
      if (id !== selfId && entry !== undefined && entry.identity === peer.identity) continue;
      this.#peers.delete(id);
      this.#host.forget(id);
      hasLost = true;
    }
    if (hasLost) this.rotate();
    for (const [id, { identity, producers }] of roster) {
      if (id === selfId) continue;
      const peer = this.#peers.get(id) ?? this.#add(id, identity);
      if (producers.size > 0 && peer.newest === 0) this.ask(id);
    }
  }

  /** Something is sent from now on: everybody gets the key. Somebody who comes later asks for it. */
  startSending(): void {
    if (this.#sends) return;
    this.#sends = true;
    this.#tellAll();
  }

  /** Makes another key, which is used in a moment. */
  rotate(): void {
    const isUnderWay = this.#next !== null;
    this.#next = makeMediaKey((this.#next ?? this.#current).generation + 1);
    if (this.#sends) this.#tellAll();
    // What keeps changing must not put the change off for ever.
    if (!isUnderWay) this.#host.later(() => this.#switch(), SWITCH_AFTER_MS);
  }

  /** Asks a participant for the keys. */
  ask(id: string): void {
    const peer = this.#peers.get(id);
    const now = this.#host.now();
    if (peer === undefined || now - peer.askedAt < ASK_EVERY_MS) return;
    peer.askedAt = now;
    void this.#ask(id, peer);
  }

  /** Takes what another page says on the channel for keys. */
  hear(from: string, body: string): void {
    const peer = this.#peers.get(from);
    const words = readKeyWords(body);
    if (peer === undefined || words === null) return;
    if (words.say === "tell") return this.#answer(from, peer);
    peer.inbox = peer.inbox.then(() => this.#take(from, peer, words.sealed));
  }

  /** The participants who have not the room's secret. */
  async strangers(): Promise<string[]> {
    const peers = [...this.#peers];
    const channels = await Promise.all(peers.map(([, { channel }]) => channel));
    return peers.filter((_, index) => channels[index] === null).map(([id]) => id);
  }

  /** Makes and tells no key any more. */
  close(): void {
    this.#closed = true;
    this.#peers.clear();
  }

  #add(id: string, identity: string | null): Peer {
    const opening = identity === null ? null : PairChannel.open(this.#keys, this.#own, identity);
    const channel = Promise.resolve(opening).catch(() => null);
    const long = Number.NEGATIVE_INFINITY;
    const peer: Peer = {
      identity,
      channel,
      inbox: Promise.resolve(),
      newest: 0,
      askedAt: long,
      answeredAt: long,
    };
    this.#peers.set(id, peer);
    void channel.then((opened) => {
      if (opened === null && this.#peers.get(id) === peer) this.#host.distrust(id);
    });
    return peer;
  }

  async #ask(id: string, peer: Peer): Promise<void> {
    if ((await peer.channel) === null || this.#peers.get(id) !== peer) return;
    if (await this.#host.tell(id, writeKeyWords({ say: "tell" }))) return;
    this.#host.later(() => this.#peers.get(id) === peer && this.ask(id), ASK_EVERY_MS);
  }

  #answer(id: string, peer: Peer): void {
    const now = this.#host.now();
    if (now - peer.answeredAt < ANSWER_EVERY_MS) return;
    peer.answeredAt = now;
    void this.#tell(id, peer);
  }

  #tellAll(): void {
    for (const [id, peer] of this.#peers) void this.#tell(id, peer);
  }

  /** Who does not hear it will meet a key that they do not know, and ask. */
  async #tell(id: string, peer: Peer): Promise<void> {
    const keys = this.#next === null ? [this.#current] : [this.#current, this.#next];
    const channel = await peer.channel;
    if (channel === null) return;
    const sealed = await Promise.all(keys.map((key) => channel.seal(key)));
    // Gone while it was sealed: it is not theirs any more.
    if (this.#peers.get(id) === peer) await this.#host.tell(id, writeKeyWords({ say: "keys", sealed }));
  }

  async #take(from: string, peer: Peer, sealed: readonly string[]): Promise<void> {
    const channel = await peer.channel;
    let inUse: number | undefined;
    for (const text of sealed) {
      const key = (await channel?.unseal(text)) ?? null;
      inUse ??= key?.generation;
      // One that is older than the newest was sent again by somebody else.
      if (key === null || key.generation < peer.newest || this.#peers.get(from) !== peer) continue;
      peer.newest = key.generation;
      await this.#host.addReceiveKey(from, key, inUse ?? key.generation);
    }
  }

  #switch(): void {
    if (this.#next === null || this.#closed) return;
    this.#current = this.#next;
    this.#next = null;
    this.#host.useSendKey(this.#current);
  }
}
