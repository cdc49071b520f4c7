import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { LIMITS } from "./limits.ts";
import { cleanText, isTextFor, nameSchema, wireTextSchema } from "./text.ts";

describe("cleaned text", () => {
  test.each([
    ["spaces at its ends", "  Ada \n", "Ada"],
    ["control characters", "A\u0000d\u001b[31ma\u0085", "Ad[31ma"],
    ["characters that turn the reading direction", "\u202egpj.exe\u2066", "gpj.exe"],
    ["a byte order mark", "\ufeffAda", "Ada"],
  ])("has lost %s", (_, text, clean) => expect(cleanText(text)).toBe(clean));

  test.each([
    ["lines and tabs", "one\n\ttwo"],
    ["emoji that are joined", "👩‍👩‍👧"],
    ["other scripts", "Ада 艾达 آدا"],
  ])("has kept %s", (_, text) => expect(cleanText(text)).toBe(text));

  test("writes each letter one way", () => expect(cleanText("e\u0301")).toBe("\u00e9"));

  test("can be written in UTF-8: half a surrogate pair is replaced", () => {
    expect(cleanText("a\ud83d")).toBe("a\ufffd");
    expect(cleanText("\ude00b")).toBe("\ufffdb");
    expect(cleanText("😀")).toBe("😀");
  });
});

describe("a name", () => {
  const parse = (text: string) => v.safeParse(nameSchema, text);

  test("is one line", () => expect(parse(" Ada\n  Lovelace ").output).toBe("Ada Lovelace"));
  test("is not empty once it is clean", () => {
    for (const text of ["", "  ", "\u202e", "\n", "\u200b", "\u2060 \u200d"])
      expect(parse(text).success).toBe(false);
  });
  test("has a greatest length", () => {
    expect(parse("x".repeat(LIMITS.nameChars)).success).toBe(true);
    expect(parse("x".repeat(LIMITS.nameChars + 1)).success).toBe(false);
  });
});

describe("a chat message", () => {
  const parse = (text: string) => v.safeParse(wireTextSchema, text);

  test("keeps its lines", () => expect(parse("one\n\n two ").output).toBe("one\n\n two"));
  test("has a greatest length, after cleaning", () => {
    expect(parse(`${"x".repeat(LIMITS.chatTextChars)}\n\n`).success).toBe(true);
    expect(parse("x".repeat(LIMITS.chatTextChars + 1)).success).toBe(false);
  });
});

test("a sealed text may be longer, and is the only one that an encrypted room takes", () => {
  const sealed = `e2ee1.${"x".repeat(LIMITS.sealedTextChars - 6)}`;
  expect(v.safeParse(wireTextSchema, sealed).output).toBe(sealed);
  expect(v.safeParse(wireTextSchema, `${sealed}x`).success).toBe(false);
  expect(isTextFor({ encrypted: true }, sealed)).toBe(true);
  expect(isTextFor({ encrypted: true }, "hello")).toBe(false);
  expect(isTextFor({ encrypted: false }, sealed)).toBe(false);
  expect(isTextFor({ encrypted: false }, "hello")).toBe(true);
});
