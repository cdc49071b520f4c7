import { expect, it } from "vitest";
import { highlight } from "./highlight.ts";

const shown = (text: string, ...words: string[]) =>
  highlight(text, words)
    .map(({ text: piece, isHit }) => (isHit ? `[${piece}]` : piece))
    .join("");

it("marks where words begin with what was searched for, in any case", () => {
  expect(shown("The Meeting: meet me, unmeet", "meet")).toBe("The [Meet]ing: [meet] me, unmeet");
  expect(shown("one two", "on", "one")).toBe("[one] two");
  expect(shown("Über Straße", "über")).toBe("[Über] Straße");
  expect(shown("nothing", "x")).toBe("nothing");
  expect(shown("nothing")).toBe("nothing");
});

it("leaves markup the text that it is", () => {
  expect(highlight("<b>bold</b>", ["bold"])).toEqual([
    { text: "<b>", isHit: false },
    { text: "bold", isHit: true },
    { text: "</b>", isHit: false },
  ]);
});

it("shows of a long text what is around the first hit", () => {
  const long = `${"before ".repeat(50)}here ${"after ".repeat(50)}`;
  const text = shown(long, "here");
  expect(text).toMatch(/^…before (?:before )*\[here\] after .*…$/u);
  expect(text.length).toBeLessThan(170);
});
