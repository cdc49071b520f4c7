import { expect, test } from "vitest";
import { framed, fromBase64Url, randomBytes, toBase64Url, utf8 } from "./bytes.ts";

test("bytes are written without letters that an address would change", () => {
  expect(toBase64Url(Uint8Array.of(251, 255, 254, 0))).toBe("-__-AA");
  for (let length = 0; length < 40; length++) {
    const bytes = randomBytes(length);
    expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
  }
});

test.for(["a", "a=", "ab+c", "a b", "AB", "ä"])("%j is no such text", (text) => {
  expect(fromBase64Url(text)).toBeNull();
});

test("framed parts cannot be shifted into each other", () => {
  expect(framed(utf8("ab"), utf8("c"))).not.toEqual(framed(utf8("a"), utf8("bc")));
});
