/// <reference path="./node-crypto.d.ts" />
import { scrypt, timingSafeEqual } from "node:crypto";
import { base64url } from "jose";
import * as v from "valibot";
import { LIMITS } from "../../protocol/limits.ts";

/**
 * scrypt as OWASP's Password Storage Cheat Sheet has it for 32 MiB (N = 2^15, r = 8, p = 3), which it counts as strong as
 * 128 MiB with p = 1. An isolate has 128 MiB in all, and rooms live in it too, so that a hash may take a quarter.
 */
const COST = { log2N: 15, r: 8, p: 3 } as const;
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** What whoever chooses a password is told that it takes. */
export const PASSWORD_RULES = `A password has at least ${LIMITS.leastPasswordChars} characters.`;

/** The hash of a password, as text that says how it was made: `$scrypt$ln=15,r=8,p=3$<salt>$<key>`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  return format(COST, salt, await derive(password, salt, COST));
}

/**
 * Whether a password has this hash. With null, of an account that is not there, the answer is no, and takes as long as
 * any other.
 */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const { cost, salt, key } = parse(hash ?? ABSENT);
  const isSame = timingSafeEqual(await derive(password, salt, cost), key);
  return isSame && hash !== null;
}

type Cost = { readonly log2N: number; readonly r: number; readonly p: number };

const ABSENT = format(COST, new Uint8Array(SALT_BYTES), new Uint8Array(KEY_BYTES));

const hashSchema = v.pipe(v.string(), v.regex(/^\$scrypt\$ln=\d+,r=\d+,p=\d+\$[\w-]+\$[\w-]+$/));

function format({ log2N, r, p }: Cost, salt: Uint8Array, key: Uint8Array): string {
  return `$scrypt$ln=${log2N},r=${r},p=${p}$${base64url.encode(salt)}$${base64url.encode(key)}`;
}

function parse(hash: string): { cost: Cost; salt: Uint8Array; key: Uint8Array } {
  const [, , cost = "", salt = "", key = ""] = v.parse(hashSchema, hash).split("$");
  const [log2N = 0, r = 0, p = 0] = cost.match(/\d+/g)?.map(Number) ?? [];
  return { cost: { log2N, r, p }, salt: base64url.decode(salt), key: base64url.decode(key) };
}

function derive(password: string, salt: Uint8Array, { log2N, r, p }: Cost): Promise<Uint8Array> {
  const N = 2 ** log2N;
  const options = { N, r, p, maxmem: 128 * N * r + 128 * r * p + 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
