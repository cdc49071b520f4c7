import { expect, test } from "vitest";
import { randomBytes } from "./bytes.ts";
import { Decryptor } from "./decryptor.ts";
import { Encryptor } from "./encryptor.ts";
import { importAes } from "./room-keys.ts";
import { StreamWatch } from "./stream-watch.ts";

const NAME = { producerId: "screen-1", source: "screen" };
const FRAME = randomBytes(200);

/** Somebody who receives, at a time that the test sets. */
function receiver() {
  const told: unknown[] = [];
  const due: (() => void)[] = [];
  const clock = { now: 0 };
  const watch = new StreamWatch({
    now: () => clock.now,
    later: (act) => due.push(act),
    problem: (producerId, problem) => told.push([producerId, problem]),
  });
  const decryptor = new Decryptor(watch, (participantId) => told.push(["missing", participantId]));
  const pass = (ms: number) => {
    clock.now += ms;
    for (const act of due.splice(0)) act();
  };
  return { decryptor, told, pass };
}

/** Somebody who sends with a key of this generation. */
async function sender(generation = 1) {
  const key = await importAes(randomBytes(32));
  const encryptor = new Encryptor(() => undefined);
  encryptor.use(generation, key);
  const send = async (name = NAME) => {
    const sealed = await encryptor.encrypt(FRAME, name, 1);
    if (sealed === null) throw new Error("nothing was encrypted");
    return sealed;
  };
  return { key, encryptor, send };
}

test("what a stream's owner encrypted is shown, and once", async () => {
  const { decryptor, told } = receiver();
  const ada = await sender();
  decryptor.setOwner(NAME.producerId, "ada", NAME.source);
  decryptor.addKey("ada", 1, ada.key, 1);
  const sealed = await ada.send();
  expect(await decryptor.decrypt(sealed, NAME.producerId)).toEqual(FRAME);
  expect(await decryptor.decrypt(sealed, NAME.producerId)).toBeNull();
  expect(await decryptor.decrypt(await ada.send(), NAME.producerId)).toEqual(FRAME);
  expect(told).toEqual([]);
});

test("a key that is missing is asked for, and told once it is missed for long", async () => {
  const { decryptor, told, pass } = receiver();
  const ada = await sender();
  decryptor.setOwner(NAME.producerId, "ada", NAME.source);
  expect(await decryptor.decrypt(await ada.send(), NAME.producerId)).toBeNull();
  expect(told).toEqual([["missing", "ada"]]);
  // No other frame comes: a still screen sends none.
  pass(500);
  expect(told.at(-1)).toEqual(["screen-1", "waiting-for-key"]);
  expect(decryptor.addKey("ada", 1, ada.key, 1)).toEqual(["screen-1"]);
  expect(await decryptor.decrypt(await ada.send(), NAME.producerId)).toEqual(FRAME);
  expect(told.at(-1)).toEqual(["screen-1", null]);
});

test("nobody speaks in another's stream, and no stream passes for another", async () => {
  const { decryptor } = receiver();
  const [ada, ben] = [await sender(), await sender()];
  decryptor.addKey("ada", 1, ada.key, 1);
  decryptor.addKey("ben", 1, ben.key, 1);
  decryptor.setOwner("screen-1", "ada", "screen");
  decryptor.setOwner("screen-2", "ada", "screen");
  expect(await decryptor.decrypt(await ben.send(), "screen-1")).toBeNull();
  expect(await decryptor.decrypt(await ada.send(), "screen-2")).toBeNull();
  // Whoever says that it is a screen: it was encrypted as a camera.
  expect(await decryptor.decrypt(await ada.send({ ...NAME, source: "camera" }), "screen-1")).toBeNull();
});

test("frames in clear, and of people without the secret, are refused and told", async () => {
  const { decryptor, told, pass } = receiver();
  const eve = await sender();
  decryptor.setOwner(NAME.producerId, "eve", NAME.source);
  expect(await decryptor.decrypt(FRAME, NAME.producerId)).toBeNull();
  pass(500);
  expect(told).toEqual([["screen-1", "undecryptable"]]);
  decryptor.distrust("eve");
  expect(await decryptor.decrypt(await eve.send(), NAME.producerId)).toBeNull();
  expect(told).toHaveLength(1);
});

test("after a change of keys both are good for a while, and who is forgotten has none", async () => {
  const { decryptor } = receiver();
  const ada = await sender(1);
  decryptor.setOwner(NAME.producerId, "ada", NAME.source);
  decryptor.addKey("ada", 1, ada.key, 1);
  const late = await ada.send();
  const next = await importAes(randomBytes(32));
  decryptor.addKey("ada", 2, next, 1);
  ada.encryptor.use(2, next);
  expect(await decryptor.decrypt(await ada.send(), NAME.producerId)).toEqual(FRAME);
  expect(await decryptor.decrypt(late, NAME.producerId)).toEqual(FRAME);
  decryptor.forget("ada");
  expect(await decryptor.decrypt(await ada.send(), NAME.producerId)).toBeNull();
});

test("without a key nothing is encrypted, so nothing is sent", async () => {
  expect(await new Encryptor(() => undefined).encrypt(FRAME, NAME, 0)).toBeNull();
});

test("no two frames have the same counter, however they overlap", async () => {
  const ada = await sender();
  const sealed = await Promise.all(Array.from({ length: 50 }, () => ada.send()));
  expect(new Set(sealed.map((frame) => String(frame.slice(-8)))).size).toBe(50);
});
