import { expect, test } from "vitest";
import { randomBytes } from "./bytes.ts";
import { makeIdentity } from "./identity.ts";
import { KeyExchange } from "./key-exchange.ts";
import { KeyRing } from "./key-ring.ts";
import type { MediaKey } from "./pair-channel.ts";
import { deriveRoomKeys, importAes } from "./room-keys.ts";
import type { Roster } from "./roster.ts";
import { safetyNumber } from "./safety-number.ts";

const SECRET = randomBytes(32);

/** A page in a room of the test. */
interface Member {
  readonly id: string;
  readonly identity: string;
  readonly exchange: KeyExchange;
  /** Its own keys, in the order in which it used them. */
  readonly used: MediaKey[];
  /** Others' keys as it was given them. */
  readonly known: { from: string; key: MediaKey }[];
  /** What its worker would have of them. */
  readonly ring: KeyRing;
  readonly distrusted: string[];
}

/** A room whose edge passes on what is said, unless `lost` says otherwise, and whose clock the test sets. */
class Room {
  readonly members = new Map<string, Member>();
  readonly said: { from: string; to: string; body: string }[] = [];
  lost = (_from: string, _to: string) => false;
  #now = 0;
  #due: { at: number; act: () => void }[] = [];

  async enter(id: string, secret = SECRET): Promise<Member> {
    const keys = await deriveRoomKeys(secret, "room");
    const own = await makeIdentity(keys);
    const lists = { used: [] as MediaKey[], known: [] as Member["known"], distrusted: [] as string[] };
    const ring = new KeyRing();
    const exchange = new KeyExchange(keys, own, {
      tell: async (to, body) => {
        this.said.push({ from: id, to, body });
        if (this.lost(id, to)) return false;
        this.members.get(to)?.exchange.hear(id, body);
        return true;
      },
      useSendKey: (key) => lists.used.push(key),
      addReceiveKey: async (from, key, inUse) => {
        lists.known.push({ from, key });
        ring.add(from, key.generation, await importAes(key.raw), inUse);
      },
      distrust: (from) => lists.distrusted.push(from),
      forget: () => undefined,
      now: () => this.#now,
      later: (act, ms) => this.#due.push({ at: this.#now + ms, act }),
    });
    const member = { id, identity: own.text, exchange, ring, ...lists };
    this.members.set(id, member);
    this.tellAll();
    await settled();
    return member;
  }

  async leave(id: string): Promise<void> {
    this.members.delete(id);
    this.tellAll();
    await settled();
  }

  /** Everybody is in the room, and sends. */
  tellAll(): void {
    const roster: Roster = new Map(
      [...this.members].map(([id, { identity }]) => [
        id,
        { identity, producers: new Map([[`${id}-screen`, "screen"]]) },
      ]),
    );
    for (const { id, exchange } of this.members.values()) exchange.follow(roster, id);
  }

  async pass(ms: number): Promise<void> {
    this.#now += ms;
    const due = this.#due.filter(({ at }) => at <= this.#now);
    this.#due = this.#due.filter(({ at }) => at > this.#now);
    for (const { act } of due) act();
    await settled();
  }
}

const SLOW_KEY = await crypto.subtle.importKey("raw", randomBytes(32), "PBKDF2", false, ["deriveBits"]);

/**
 * Resolves when nothing is under way any more. WebCrypto works beside this thread: what the members have it do is a chain
 * of a dozen short works, and each of these, which is longer, waits for what was asked before it.
 */
async function settled(): Promise<void> {
  const work = { name: "PBKDF2", hash: "SHA-256", salt: randomBytes(16), iterations: 2_000 };
  for (let turn = 0; turn < 40; turn++) {
    await crypto.subtle.deriveBits(work, SLOW_KEY, 256);
    await new Promise((resolve) => setTimeout(resolve));
  }
}

const last = <T>(list: readonly T[]): T | undefined => list.at(-1);
const lastOf = (member: Member, from: string) =>
  last(member.known.filter((known) => known.from === from))?.key;

test("who comes later asks for the keys, and gets them", async () => {
  const room = new Room();
  const ada = await room.enter("ada");
  ada.exchange.startSending();
  const ben = await room.enter("ben");
  expect(lastOf(ben, "ada")).toEqual(last(ada.used));
  ben.exchange.startSending();
  await settled();
  expect(lastOf(ada, "ben")).toEqual(last(ben.used));
});

test("the room reads none of it, and can neither redirect nor forge it", async () => {
  const room = new Room();
  const ada = await room.enter("ada");
  const ben = await room.enter("ben");
  const cleo = await room.enter("cleo");
  room.said.length = 0;
  ada.exchange.startSending();
  await settled();
  const forBen = room.said.find(({ to }) => to === "ben");
  expect(forBen?.body).not.toContain(Buffer.from(ada.used[0]?.raw ?? "").toString("base64url"));
  const [before, adas] = [cleo.known.length, ada.known.length];
  cleo.exchange.hear("ada", forBen?.body ?? "");
  ada.exchange.hear("ben", forBen?.body ?? "");
  cleo.exchange.hear("ada", JSON.stringify({ say: "keys", sealed: ["AAAA", "", "x"] }));
  cleo.exchange.hear("ada", JSON.stringify({ say: "keys", sealed: ["AAAA"] }));
  cleo.exchange.hear("ada", "not JSON");
  await settled();
  expect(cleo.known).toHaveLength(before);
  expect(ada.known).toHaveLength(adas);
  expect(lastOf(ben, "ada")).toEqual(ada.used[0]);
});

test("when somebody leaves, everybody has a new key in a moment, which was told to those who stay alone", async () => {
  const room = new Room();
  const members = [await room.enter("ada"), await room.enter("ben"), await room.enter("cleo")];
  const [ada, ben, cleo] = members as [Member, Member, Member];
  for (const { exchange } of members) exchange.startSending();
  await settled();
  room.said.length = 0;
  await room.leave("cleo");
  expect(room.said.filter(({ to }) => to === "cleo")).toEqual([]);
  // Told before it is used.
  expect(ada.used).toHaveLength(1);
  expect(lastOf(ben, "ada")?.generation).toBe(2);
  await room.pass(1_000);
  expect(last(ada.used)).toEqual(lastOf(ben, "ada"));
  expect(last(ben.used)).toEqual(lastOf(ada, "ben"));
  expect(lastOf(cleo, "ada")?.generation).toBe(1);
  expect(last(ada.used)?.raw).not.toEqual(ada.used[0]?.raw);
});

test("however many leave within a second, the others know the key in use, and the next one", async () => {
  const room = new Room();
  const [ada, ben] = [await room.enter("ada"), await room.enter("ben")];
  const leavers = ["cleo", "dan", "eve", "fay", "gus", "hal", "ida", "jon"];
  for (const id of leavers) await room.enter(id);
  ada.exchange.startSending();
  await settled();
  const knows = (key: MediaKey | undefined) => ben.ring.find("ada", key?.generation ?? 0) !== undefined;
  for (const id of leavers.slice(0, 4)) {
    await room.leave(id);
    expect(ada.used).toHaveLength(1);
    expect(knows(last(ada.used))).toBe(true);
  }
  await room.pass(1_000);
  // The four have none of it, and nothing of it needs to have been seen before four others leave.
  expect(last(ada.used)?.generation).toBe(5);
  for (const id of leavers.slice(4)) {
    expect(knows(last(ada.used))).toBe(true);
    expect(knows(ada.used[0]), "what is still on its way").toBe(true);
    await room.leave(id);
  }
  await room.pass(1_000);
  expect(knows(last(ada.used))).toBe(true);
  expect(last(ada.used)).toEqual(lastOf(ben, "ada"));
});

test("who comes while a key is about to change gets both", async () => {
  const room = new Room();
  const ada = await room.enter("ada");
  await room.enter("ben");
  ada.exchange.startSending();
  await room.leave("ben");
  const cleo = await room.enter("cleo");
  expect(cleo.known.map(({ key }) => key.generation)).toEqual([1, 2]);
  expect(cleo.ring.find("ada", 1)).toBeDefined();
  expect(cleo.ring.find("ada", 2)).toBeDefined();
});

test("an old key that is sent again is not taken", async () => {
  const room = new Room();
  const ada = await room.enter("ada");
  const ben = await room.enter("ben");
  ada.exchange.startSending();
  await settled();
  const old = last(room.said.filter(({ from }) => from === "ada"))?.body ?? "";
  ada.exchange.rotate();
  await room.pass(1_000);
  const { length } = ben.known;
  ben.exchange.hear("ada", old);
  await settled();
  expect(ben.known).toHaveLength(length);
});

test("what was lost is asked for again, but not in a flood", async () => {
  const room = new Room();
  const ada = await room.enter("ada");
  const ben = await room.enter("ben");
  room.lost = () => true;
  ada.exchange.startSending();
  await settled();
  room.lost = () => false;
  room.said.length = 0;
  await room.pass(5_000);
  // Every frame that names the key asks for it.
  for (let frame = 0; frame < 100; frame++) ben.exchange.ask("ada");
  await settled();
  expect(room.said.filter(({ from }) => from === "ben")).toHaveLength(1);
  expect(lastOf(ben, "ada")).toEqual(ada.used[0]);
});

test("who has another secret gets no key and gives none", async () => {
  const room = new Room();
  const ada = await room.enter("ada");
  ada.exchange.startSending();
  const eve = await room.enter("eve", randomBytes(32));
  eve.exchange.startSending();
  await room.pass(5_000);
  expect(eve.known).toEqual([]);
  expect(ada.known).toEqual([]);
  expect(ada.distrusted).toEqual(["eve"]);
  expect(await ada.exchange.strangers()).toEqual(["eve"]);
  expect(await eve.exchange.strangers()).toEqual(["ada"]);
});

test("the safety number is the same for the same people, in whatever order, and for nobody else", async () => {
  const keys = await deriveRoomKeys(SECRET, "room");
  const [ada, ben] = [(await makeIdentity(keys)).text, (await makeIdentity(keys)).text];
  const number = await safetyNumber(keys, [ada, ben]);
  expect(number).toHaveLength(8);
  for (const group of number) expect(group).toMatch(/^\d{5}$/);
  expect(await safetyNumber(keys, [ben, ada])).toEqual(number);
  expect(await safetyNumber(keys, [ada])).not.toEqual(number);
  expect(await safetyNumber(await deriveRoomKeys(SECRET, "other"), [ada, ben])).not.toEqual(number);
  expect(await safetyNumber(await deriveRoomKeys(randomBytes(32), "room"), [ada, ben])).not.toEqual(number);
});
