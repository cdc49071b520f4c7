import {
  type Bytes,
  concat,
  framed,
  fromBase64Url,
  randomBytes,
  toBase64Url,
  uint32,
  utf8,
} from "./bytes.ts";
import { type OwnIdentity, verifyIdentity } from "./identity.ts";
import { hkdf, importAes, type RoomKeys } from "./room-keys.ts";

const IV_BYTES = 12;
const KEY_BYTES = 32;

/** A key with which somebody encrypts what they send; each next one has the next generation, from 1 on. */
export interface MediaKey {
  readonly generation: number;
  readonly raw: Bytes;
}

/** What two pages tell each other so that nobody else can read it. */
export class PairChannel {
  readonly #key: CryptoKey;
  readonly #own: Bytes;
  readonly #other: Bytes;

  private constructor(key: CryptoKey, own: string, other: string) {
    this.#key = key;
    this.#own = utf8(own);
    this.#other = utf8(other);
  }

  /** The channel to whoever has this identity; null where they do not have this room's link. */
  static async open(keys: RoomKeys, own: OwnIdentity, other: string): Promise<PairChannel | null> {
    // One's own words, sent back, must not pass for another's.
    const publicKey = other === own.text ? null : await verifyIdentity(keys, other);
    if (publicKey === null) return null;
    const parameters = { name: "ECDH", public: publicKey };
    const shared = new Uint8Array(await crypto.subtle.deriveBits(parameters, own.privateKey, 256));
    const [first = "", second = ""] = [own.text, other].sort();
    const info = framed(utf8("pair"), utf8(first), utf8(second));
    const key = await importAes(await hkdf(concat(shared, keys.pairing), utf8("nearcast pair 1"), info, 32));
    return new PairChannel(key, own.text, other);
  }

  /** A media key, as text that only the other end can read. */
  async seal({ generation, raw }: MediaKey): Promise<string> {
    const iv = randomBytes(IV_BYTES);
    const sealed = await crypto.subtle.encrypt(
      { name: "AES-GCM", iv, additionalData: framed(this.#own, this.#other) },
      this.#key,
      concat(uint32(generation), raw),
    );
    return toBase64Url(concat(iv, new Uint8Array(sealed)));
  }

  /** The media key in what the other end has sealed; null where it is not theirs, not for this end, or was altered. */
  async unseal(text: string): Promise<MediaKey | null> {
    const bytes = fromBase64Url(text);
    if (bytes === null || bytes.length <= IV_BYTES) return null;
    try {
      const opened = await crypto.subtle.decrypt(
        { name: "AES-GCM", iv: bytes.slice(0, IV_BYTES), additionalData: framed(this.#other, this.#own) },
        this.#key,
        bytes.slice(IV_BYTES),
      );
      if (opened.byteLength !== 4 + KEY_BYTES) return null;
      return { generation: new DataView(opened).getUint32(0), raw: new Uint8Array(opened.slice(4)) };
    } catch {
      return null;
    }
  }
}

/** A fresh media key of this generation. */
export const makeMediaKey = (generation: number): MediaKey => ({ generation, raw: randomBytes(KEY_BYTES) });
