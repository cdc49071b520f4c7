import { expect, test } from "vitest";
import { type Bytes, fromBase64Url, randomBytes } from "./bytes.ts";
import { clearBytesOf, decryptFrame, encryptFrame, keyIdOf, readTrailer } from "./frame.ts";
import { importAes } from "./room-keys.ts";

const NAME = { producerId: "b7f0c0de-0000-4000-8000-000000000001", source: "camera" };
const TRAILER = { keyId: 7, counter: 42, clearBytes: 10 };
const KEY = await importAes(new Uint8Array(32).fill(3));
/** The first 16 bytes of the frame below as key id 7 and counter 42 encrypt them, one byte clear; worked out by OpenSSL. */
const VECTOR = "AC1mGnm3S0tKTBtnGFxvavu-pFRb96WOn5CORhhydYsAAAAqAAcBAQ";
const FRAME = Uint8Array.from({ length: 64 }, (_, index) => index);

async function opened(frame: Bytes, key = KEY, name = NAME): Promise<Bytes | null> {
  const trailer = readTrailer(frame);
  return trailer && decryptFrame(frame, key, name, trailer);
}

test("a frame comes back as it was", async () => {
  for (const length of [0, 1, 9, 10, 11, 1_500]) {
    const frame = randomBytes(length);
    const clearBytes = Math.min(10, length);
    const sealed = await encryptFrame(frame, KEY, NAME, { ...TRAILER, clearBytes });
    expect(await opened(sealed)).toEqual(frame);
  }
});

test("its first bytes stay, the rest does not, and it says which key opens it", async () => {
  const sealed = await encryptFrame(FRAME, KEY, NAME, TRAILER);
  expect(sealed.length).toBe(FRAME.length + 24);
  expect(sealed.slice(0, 10)).toEqual(FRAME.slice(0, 10));
  expect(sealed.slice(10, 64)).not.toEqual(FRAME.slice(10));
  expect(readTrailer(sealed)).toEqual(TRAILER);
});

test("the format is the one that other pages know", async () => {
  const sealed = await encryptFrame(FRAME.slice(0, 16), KEY, NAME, { ...TRAILER, clearBytes: 1 });
  expect(sealed).toEqual(fromBase64Url(VECTOR));
});

test("no byte of it can be changed", async () => {
  const sealed = await encryptFrame(FRAME, KEY, NAME, TRAILER);
  for (let at = 0; at < sealed.length; at++) {
    const changed = sealed.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(await opened(changed), `byte ${at}`).toBeNull();
  }
});

test("it opens with its sender's key and in its own stream alone", async () => {
  const sealed = await encryptFrame(FRAME, KEY, NAME, TRAILER);
  expect(await opened(sealed, await importAes(randomBytes(32)))).toBeNull();
  expect(await opened(sealed, KEY, { ...NAME, source: "screen" })).toBeNull();
  expect(await opened(sealed, KEY, { ...NAME, producerId: "another" })).toBeNull();
});

test("what is cut short, or was never encrypted, is not opened", async () => {
  const sealed = await encryptFrame(FRAME, KEY, NAME, TRAILER);
  for (let length = 0; length < sealed.length; length++) {
    expect(await opened(sealed.slice(0, length)), `${length} bytes`).toBeNull();
  }
  expect(await opened(FRAME)).toBeNull();
  expect(await opened(new Uint8Array(24).fill(1))).toBeNull();
});

test("as much stays clear as the node and the browser must read", () => {
  expect(clearBytesOf("vp8", { type: "key", length: 900 })).toBe(10);
  expect(clearBytesOf("vp8", { type: "delta", length: 900 })).toBe(1);
  expect(clearBytesOf("vp8", { type: "key", length: 4 })).toBe(4);
  expect(clearBytesOf("vp8", { type: "delta", length: 0 })).toBe(0);
  expect(clearBytesOf("other", { type: "key", length: 900 })).toBe(0);
});

test("key ids are the low half of the generation", () => {
  expect([1, 65_535, 65_536, 65_537].map(keyIdOf)).toEqual([1, 65_535, 0, 1]);
});
