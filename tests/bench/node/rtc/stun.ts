import { createHmac, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import type { IceParameters } from "../../../../protocol/rtp.ts";

/** STUN (RFC 8489) as far as ICE's checks (RFC 8445) need it. */
const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const MAGIC_COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const ATTRIBUTE = {
  username: 0x0006,
  integrity: 0x0008,
  priority: 0x0024,
  useCandidate: 0x0025,
  fingerprint: 0x8028,
  controlling: 0x802a,
} as const;
const INTEGRITY_BYTES = 24;
const FINGERPRINT_BYTES = 8;
const FINGERPRINT_XOR = 0x5354554e;
/** Of a host candidate. */
const PRIORITY = 0x7e0000ff;

/** A check by the controlling side that also nominates the pair: an ICE-lite node needs no more. */
export function bindingRequest(remote: IceParameters, ownFragment: string): Buffer {
  const priority = Buffer.alloc(4);
  priority.writeUInt32BE(PRIORITY);
  const body = Buffer.concat([
    attribute(ATTRIBUTE.username, Buffer.from(`${remote.usernameFragment}:${ownFragment}`)),
    attribute(ATTRIBUTE.controlling, randomBytes(8)),
    attribute(ATTRIBUTE.useCandidate, Buffer.alloc(0)),
    attribute(ATTRIBUTE.priority, priority),
  ]);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(BINDING_REQUEST, 0);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  randomBytes(12).copy(header, 8);
  // Each of the last two covers a header whose length reaches to its own end.
  const signed = Buffer.concat([withLength(header, body.length + INTEGRITY_BYTES), body]);
  const integrity = createHmac("sha1", remote.password).update(signed).digest();
  const length = body.length + INTEGRITY_BYTES + FINGERPRINT_BYTES;
  const summed = Buffer.concat([withLength(header, length), body, attribute(ATTRIBUTE.integrity, integrity)]);
  const fingerprint = Buffer.alloc(4);
  fingerprint.writeUInt32BE((crc32(summed) ^ FINGERPRINT_XOR) >>> 0);
  return Buffer.concat([summed, attribute(ATTRIBUTE.fingerprint, fingerprint)]);
}

/** Whether a datagram is the answer to a check that succeeded. */
export function isBindingSuccess(datagram: Buffer): boolean {
  return datagram.length >= HEADER_BYTES && datagram.readUInt16BE(0) === BINDING_SUCCESS;
}

function attribute(type: number, value: Buffer): Buffer {
  const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  padded.writeUInt16BE(type, 0);
  padded.writeUInt16BE(value.length, 2);
  value.copy(padded, 4);
  return padded;
}

function withLength(header: Buffer, length: number): Buffer {
  const copy = Buffer.from(header);
  copy.writeUInt16BE(length, 2);
  return copy;
}
