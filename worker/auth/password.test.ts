import { expect, test, vi } from "vitest";
import { hashPassword, verifyPassword } from "./password.ts";

/** How much work each password was, in the order in which they were hashed. */
const work: unknown[] = [];
vi.mock(import("node:crypto"), async (load) => {
  const crypto = await load();
  const scrypt = (...args: Parameters<typeof crypto.scrypt>) => {
    const [password, salt, length, options] = args;
    work.push([password, salt.length, length, options]);
    crypto.scrypt(...args);
  };
  return { ...crypto, scrypt };
});

/** A hash is slow by intent, and slower on a machine that is busy. */
const PATIENCE = { timeout: 30_000 };

test("a password has its own hash and no other one has", PATIENCE, async () => {
  const hash = await hashPassword("correct horse");
  expect(hash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w-]{22}\$[\w-]{43}$/);
  expect(await verifyPassword("correct horse", hash)).toBe(true);
  expect(await verifyPassword("correct horsf", hash)).toBe(false);
  expect(await verifyPassword("", hash)).toBe(false);
});

test("two hashes of a password differ", PATIENCE, async () => {
  expect(await hashPassword("correct horse")).not.toBe(await hashPassword("correct horse"));
});

test("an account that is not there has no password", PATIENCE, async () => {
  expect(await verifyPassword("", null)).toBe(false);
  expect(await verifyPassword("correct horse", null)).toBe(false);
});

test("an account that is not there takes as much work as one that is", PATIENCE, async () => {
  const hash = await hashPassword("correct horse");
  work.length = 0;
  await verifyPassword("wrong", hash);
  await verifyPassword("wrong", null);
  const [known, unknown] = work;
  expect(work).toHaveLength(2);
  expect(unknown).toEqual(known);
});

test("a hash that was made with another cost is still read", async () => {
  // RFC 7914 §12, the second vector, cut to 32 bytes: a prefix, because PBKDF2 makes one block after the other.
  const salt = Buffer.from("NaCl").toString("base64url");
  const key = Buffer.from("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162", "hex");
  const hash = `$scrypt$ln=10,r=8,p=16$${salt}$${key.toString("base64url")}`;
  expect(await verifyPassword("password", hash)).toBe(true);
  expect(await verifyPassword("passwort", hash)).toBe(false);
});
