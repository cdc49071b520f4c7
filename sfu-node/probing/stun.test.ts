import { expect, test } from "vitest";
import { answeredTransaction, encodeCheck, isSignedWith, newTransaction } from "./stun.ts";

/** The sample response over IPv4 of RFC 5769, section 2.2, and the password that it is signed with. */
const SAMPLE = Buffer.from(
  "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000080001a147e112a643" +
    "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96",
  "hex",
);
const SAMPLE_PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";

test("the sample of the standard is read, and its signature is right with its own password alone", () => {
  expect(answeredTransaction(SAMPLE)).toBe("b7e7a701bc34d686fa87dfae");
  expect(isSignedWith(SAMPLE, SAMPLE_PASSWORD)).toBe(true);
  expect(isSignedWith(SAMPLE, "another")).toBe(false);
  const changed = Buffer.from(SAMPLE);
  changed.writeUInt8(7, 44);
  expect(isSignedWith(changed, SAMPLE_PASSWORD)).toBe(false);
});

test("a check says whom it is for, is signed, and ends with a fingerprint", () => {
  const transaction = newTransaction();
  const check = encodeCheck(transaction, { usernameFragment: "frag", password: "word" }, "own");
  expect(check.toString("hex", 0, 2)).toBe("0001");
  expect(check.readUInt16BE(2)).toBe(check.length - 20);
  expect(check.toString("hex", 8, 20)).toBe(transaction);
  expect(check.toString("latin1", 24, 32)).toBe("frag:own");
  expect(isSignedWith(check, "word")).toBe(true);
  expect(isSignedWith(check, "ward")).toBe(false);
  expect(check.readUInt16BE(check.length - 8)).toBe(0x8028);
});

test.for<[string, Buffer]>([
  ["nothing", Buffer.alloc(0)],
  ["media", Buffer.from("80601234", "hex")],
  ["a check", encodeCheck(newTransaction(), { usernameFragment: "a", password: "b" }, "c")],
  ["a refusal", Buffer.concat([Buffer.from("0111", "hex"), SAMPLE.subarray(2)])],
  [
    "an answer without the cookie",
    Buffer.concat([SAMPLE.subarray(0, 4), Buffer.alloc(4), SAMPLE.subarray(8)]),
  ],
  ["half an answer", SAMPLE.subarray(0, 40)],
])("%s is no answer", ([, datagram]) => {
  expect(answeredTransaction(datagram)).toBeNull();
});

test.for<[string, Buffer]>([
  ["no attributes", SAMPLE.subarray(0, 20)],
  ["an attribute that is cut off", SAMPLE.subarray(0, 60)],
  ["none of them a signature", SAMPLE.subarray(0, 48)],
])("a message with %s is not signed", ([, message]) => {
  expect(isSignedWith(message, SAMPLE_PASSWORD)).toBe(false);
});
