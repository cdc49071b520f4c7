import { type Bytes, concat, utf8 } from "./bytes.ts";

/**
 * An encrypted frame of media:
 *
 *   [clear: n bytes][ciphertext][tag: 16][counter: 4][key id: 2][n: 1][format: 1]
 *
 * AES-256-GCM. The key is its sender's alone and encrypts only what they send; `key id` is the low half of its generation.
 * The IV is eight zero bytes and the counter.
 *
 * No IV is ever used twice with a key: a key is used for encrypting in one place, the sender's one worker, which takes the
 * next counter in the same turn for every frame, whatever its stream, layer or path. A key ends before its counters do
 * (`COUNTERS`), and a page that is loaded again makes other keys.
 *
 * What is clear, the trailer, and the stream's name are authenticated with it. The name is the producer's id and what it
 * is a stream of, so that a camera cannot be passed off as a screen, nor one screen as another. RTP's own fields are not:
 * the node rewrites SSRCs, sequence numbers and timestamps when it changes layers.
 */
const TAG_BYTES = 16;
const TRAILER_BYTES = 8;
const FORMAT = 1;

/** Frames that a key may encrypt. At a thousand a second it lasts for 24 days; who sends changes it at half of that. */
export const COUNTERS = 2 ** 31;

/** Which stream a frame is of. */
export interface StreamName {
  readonly producerId: string;
  readonly source: string;
}

/** What an encrypted frame says of itself before it is decrypted. */
export interface FrameTrailer {
  readonly keyId: number;
  readonly counter: number;
  readonly clearBytes: number;
}

/** The id under which frames name the key of a generation. */
export const keyIdOf = (generation: number): number => generation & 0xffff;

/**
 * How many of a frame's first bytes stay clear. Nothing of VP9 and Opus: what the node and the browser's depacketiser need
 * is in the payload descriptor, outside of the frame. Of VP8 the first byte, whose lowest bit tells both which frames are
 * key frames; and of key frames ten, where the depacketiser reads the picture's size.
 */
export function clearBytesOf(codec: "vp8" | "other", frame: { type: string; length: number }): number {
  if (codec === "other") return 0;
  return Math.min(frame.type === "key" ? 10 : 1, frame.length);
}

/** Encrypts a frame. The key and the counter must never have met before. */
export async function encryptFrame(
  frame: Bytes,
  key: CryptoKey,
  name: StreamName,
  { keyId, counter, clearBytes }: FrameTrailer,
): Promise<Bytes> {
  const clear = frame.subarray(0, clearBytes);
  const trailer = new Uint8Array(TRAILER_BYTES);
  const view = new DataView(trailer.buffer);
  view.setUint32(0, counter);
  view.setUint16(4, keyId);
  view.setUint8(6, clearBytes);
  view.setUint8(7, FORMAT);
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: ivOf(counter), additionalData: boundTo(trailer, clear, name) },
    key,
    frame.subarray(clearBytes),
  );
  return concat(clear, new Uint8Array(sealed), trailer);
}

/** What a frame says of itself; null where it was never encrypted, or has lost something. */
export function readTrailer(frame: Bytes): FrameTrailer | null {
  if (frame.length < TAG_BYTES + TRAILER_BYTES) return null;
  const view = new DataView(frame.buffer, frame.byteOffset + frame.length - TRAILER_BYTES, TRAILER_BYTES);
  const clearBytes = view.getUint8(6);
  if (view.getUint8(7) !== FORMAT || frame.length < clearBytes + TAG_BYTES + TRAILER_BYTES) return null;
  return { counter: view.getUint32(0), keyId: view.getUint16(4), clearBytes };
}

/** Decrypts a frame whose trailer was read; null where it was not encrypted with this key as a frame of this stream. */
export async function decryptFrame(
  frame: Bytes,
  key: CryptoKey,
  name: StreamName,
  { counter, clearBytes }: FrameTrailer,
): Promise<Bytes | null> {
  const clear = frame.subarray(0, clearBytes);
  const end = frame.length - TRAILER_BYTES;
  const trailer = frame.subarray(end);
  try {
    const opened = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: ivOf(counter), additionalData: boundTo(trailer, clear, name) },
      key,
      frame.subarray(clearBytes, end),
    );
    return concat(clear, new Uint8Array(opened));
  } catch {
    return null;
  }
}

function ivOf(counter: number): Bytes {
  const iv = new Uint8Array(12);
  new DataView(iv.buffer).setUint32(8, counter);
  return iv;
}

/** The trailer has a fixed length and says how long the clear part is: no two frames are bound to the same bytes. */
function boundTo(trailer: Bytes, clear: Bytes, { producerId, source }: StreamName): Bytes {
  return concat(trailer, clear, utf8(`${source} ${producerId}`));
}
