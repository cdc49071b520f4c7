import { expect, test } from "vitest";
import { spokenOf } from "./language.ts";
import { fill, t } from "./translate.ts";

test.for<[string[], string | null]>([
  [["de-AT", "en"], "de"],
  [["fr", "en-GB", "de"], "en"],
  [["DE"], "de"],
  [["deu-x", "toString", "fr"], null],
  [[], null],
])("of %j the page speaks %s", ([tags, language]) => {
  expect(spokenOf(tags)).toBe(language);
});

test("what stands in braces is filled in, and nothing else", () => {
  expect(fill("{name} and {name}, {count}", { name: "$& {count}", count: 2 })).toBe(
    "$& {count} and $& {count}, 2",
  );
  expect(fill("{toString} {name}", {})).toBe("{toString} {name}");
  expect(t("your screen|object")).toBe("your screen");
});
