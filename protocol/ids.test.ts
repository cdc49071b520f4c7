import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { nodeIdSchema, slugify, slugSchema, uuidSchema } from "./ids.ts";

describe("slugify", () => {
  test.each([
    ["Design review!", "design-review"],
    ["  Über  Café — №7 ", "uber-cafe-no7"],
    ["--a--b--", "a-b"],
    ["ÅÄÖ", "aao"],
    ["你好", ""],
    ["!!!", ""],
    ["", ""],
    [`${"a".repeat(63)} b`, "a".repeat(63)],
    ["a".repeat(100), "a".repeat(64)],
  ])("%j is %j", (text, slug) => expect(slugify(text)).toBe(slug));

  test("makes slugs, or nothing", () => {
    for (const text of ["a", "A b", "x_y", "9".repeat(80), "ﬁne", "ß", "İstanbul"]) {
      const slug = slugify(text);
      expect(slug === "" || v.is(slugSchema, slug), `${text}: ${slug}`).toBe(true);
      expect(slugify(slug)).toBe(slug);
    }
  });
});

describe("a slug", () => {
  test.each(["a", "a-b", "0", "a".repeat(64)])("may be %j", (slug) =>
    expect(v.is(slugSchema, slug)).toBe(true),
  );
  test.each(["", "-", "-a", "a-", "A", "a b", "a_b", "é", "a\n", "a".repeat(65)])("may not be %j", (slug) =>
    expect(v.is(slugSchema, slug)).toBe(false),
  );
});

describe("a UUID", () => {
  const uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
  test("is written in lower case", () => {
    expect(v.is(uuidSchema, uuid)).toBe(true);
    expect(v.is(uuidSchema, uuid.toUpperCase())).toBe(false);
    expect(v.is(uuidSchema, `${uuid}\n`)).toBe(false);
  });
});

describe("a node's name", () => {
  test.each(["eu-1", "node_a.local", "x".repeat(64)])("may be %j", (id) =>
    expect(v.is(nodeIdSchema, id)).toBe(true),
  );
  test.each(["", "a b", "a/b", "x".repeat(65), "ü"])("may not be %j", (id) =>
    expect(v.is(nodeIdSchema, id)).toBe(false),
  );
});
