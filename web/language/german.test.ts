import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ERRORS } from "../../protocol/errors.ts";
import { GERMAN } from "./german.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The sources of some folders, without their tests and without the catalogue. */
function sources(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|^dist|german/.test(name))
      .map((name) => readFileSync(`${root}/${folder}/${name}`, "utf8")),
  );
}

/** What the page says by `t("…")`. */
const said = new Set(
  sources("web").flatMap((text) =>
    Array.from(text.matchAll(/\bt\(\s*("(?:[^"\\]|\\.)*")/gu), ([, literal = '""']) => JSON.parse(literal)),
  ),
);

const placeholders = (text: string) => Array.from(text.matchAll(/\{\w+\}/gu), ([found]) => found).sort();

test("all that the page says, and every error of the server, is in the catalogue", () => {
  expect(said.size).toBeGreaterThan(500);
  expect([...said, ...Object.values(ERRORS)].filter((text) => !Object.hasOwn(GERMAN, text))).toEqual([]);
});

test("nothing is in the catalogue that nobody says", () => {
  const everything = sources("web", "worker", "protocol").join("\n");
  expect(Object.keys(GERMAN).filter((text) => !said.has(text) && !everything.includes(text))).toEqual([]);
});

test("what is filled in is filled in in both languages", () => {
  const unlike = Object.entries(GERMAN).filter(
    ([english, german]) => String(placeholders(english)) !== String(placeholders(german)),
  );
  expect(unlike).toEqual([]);
});
