import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { LIMITS } from "./limits.ts";
import { chatTextSchema, cleanText, nameSchema } from "./text.ts";

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
  const parse = (text: string) => v.safeParse(chatTextSchema, text);

  test("keeps its lines", () => expect(parse("one\n\n two ").output).toBe("one\n\n two"));
  test("has a greatest length, after cleaning", () => {
    expect(parse(`${"x".repeat(LIMITS.chatTextChars)}\n\n`).success).toBe(true);
    expect(parse("x".repeat(LIMITS.chatTextChars + 1)).success).toBe(false);
  });
});
