import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";

/**
 * ICE connectivity checks as STUN messages (RFC 8489; their attributes, RFC 8445, section 7.1). A message is a header of 20
 * bytes (type, length of what follows, cookie, transaction) and attributes: type and length, two bytes each, and a value that
 * is filled up to a multiple of four.
 */
const HEADER_BYTES = 20;
const ATTRIBUTE_HEADER_BYTES = 4;
const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const MAGIC_COOKIE = 0x2112a442;
const TRANSACTION_BYTES = 12;

const USERNAME = 0x0006;
const MESSAGE_INTEGRITY = 0x0008;
const PRIORITY = 0x0024;
const FINGERPRINT = 0x8028;
const ICE_CONTROLLING = 0x802a;

const INTEGRITY_BYTES = 20;
const FINGERPRINT_BYTES = 4;
/** What a checksum is XORed with to be a FINGERPRINT (RFC 8489, section 14.7). */
const FINGERPRINT_MASK = 0x5354554e;
/** Of a peer-reflexive candidate of the first component with the highest local preference (RFC 8445, section 5.1.2.1). */
const CHECK_PRIORITY = 110 * 2 ** 24 + 65_535 * 2 ** 8 + 255;
const TIE_BREAKER_BYTES = 8;

/** Whom a check is for: what a transport's answers are known by. */
export interface CheckCredentials {
  readonly usernameFragment: string;
  readonly password: string;
}

/** A transaction's name, as text: another one for each check. */
export function newTransaction(): string {
  return randomBytes(TRANSACTION_BYTES).toString("hex");
}

/**
 * A check of a transport, by the controlling side. It nominates nothing, so it changes nothing about the media of who answers.
 *
 * @param ownFragment the ICE username fragment of who asks.
 */
export function encodeCheck(
  transaction: string,
  { usernameFragment, password }: CheckCredentials,
  ownFragment: string,
): Buffer {
  const priority = Buffer.alloc(4);
  priority.writeUInt32BE(CHECK_PRIORITY);
  const attributes = [
    encodeAttribute(USERNAME, Buffer.from(`${usernameFragment}:${ownFragment}`)),
    encodeAttribute(PRIORITY, priority),
    encodeAttribute(ICE_CONTROLLING, randomBytes(TIE_BREAKER_BYTES)),
  ];
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(BINDING_REQUEST);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  header.write(transaction, 8, "hex");
  const unsigned = Buffer.concat([header, ...attributes]);
  const integrity = encodeAttribute(MESSAGE_INTEGRITY, integrityOf(unsigned, password));
  const signed = Buffer.concat([unsigned, integrity]);
  const message = Buffer.concat([signed, encodeAttribute(FINGERPRINT, fingerprintOf(signed))]);
  message.writeUInt16BE(message.length - HEADER_BYTES, 2);
  return message;
}

/** The transaction that a datagram answers with success; null where it is anything else. Who sent it is not known by this. */
export function answeredTransaction(datagram: Buffer): string | null {
  if (datagram.length < HEADER_BYTES || datagram.readUInt16BE() !== BINDING_SUCCESS) return null;
  if (datagram.readUInt32BE(4) !== MAGIC_COOKIE) return null;
  if (datagram.readUInt16BE(2) !== datagram.length - HEADER_BYTES) return null;
  return datagram.toString("hex", 8, HEADER_BYTES);
}

/** Whether whoever sent this message knows the password: it has a MESSAGE-INTEGRITY that is right (RFC 8489, section 14.5). */
export function isSignedWith(message: Buffer, password: string): boolean {
  let at = HEADER_BYTES;
  while (at + ATTRIBUTE_HEADER_BYTES <= message.length) {
    const type = message.readUInt16BE(at);
    const length = message.readUInt16BE(at + 2);
    const value = message.subarray(at + ATTRIBUTE_HEADER_BYTES, at + ATTRIBUTE_HEADER_BYTES + length);
    if (type === MESSAGE_INTEGRITY) {
      if (value.length !== INTEGRITY_BYTES) return false;
      return timingSafeEqual(value, integrityOf(message.subarray(0, at), password));
    }
    at += ATTRIBUTE_HEADER_BYTES + padded(length);
  }
  return false;
}

/** The HMAC-SHA1 of what comes before it, under a header with the length of a message that ends with it. */
function integrityOf(before: Buffer, password: string): Buffer {
  return createHmac("sha1", password).update(endingWith(before, INTEGRITY_BYTES)).digest();
}

/** The same with a CRC-32. */
function fingerprintOf(before: Buffer): Buffer {
  const value = Buffer.alloc(FINGERPRINT_BYTES);
  value.writeUInt32BE((crc32(endingWith(before, FINGERPRINT_BYTES)) ^ FINGERPRINT_MASK) >>> 0);
  return value;
}

/** A message up to an attribute, with the length that it has when it ends with that attribute's `bytes`. */
function endingWith(before: Buffer, bytes: number): Buffer {
  const message = Buffer.from(before);
  message.writeUInt16BE(before.length - HEADER_BYTES + ATTRIBUTE_HEADER_BYTES + bytes, 2);
  return message;
}

function encodeAttribute(type: number, value: Buffer): Buffer {
  const attribute = Buffer.alloc(ATTRIBUTE_HEADER_BYTES + padded(value.length));
  attribute.writeUInt16BE(type);
  attribute.writeUInt16BE(value.length, 2);
  value.copy(attribute, ATTRIBUTE_HEADER_BYTES);
  return attribute;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}
