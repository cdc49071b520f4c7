import { characterErrors } from "./character-errors.ts";

/** From line to line of the code that scrolls by below a mark, in pixels. */
export const CODE_LINE_HEIGHT = 18;

const WORDS = "const return await export function string number Promise room media layer".split(" ");

/** The code that scrolls by, the same each time. */
export const CODE: readonly string[] = Array.from({ length: 200 }, (_, row) =>
  Array.from({ length: 28 }, (_, column) => WORDS[(row * 7 + column * (row % 5) + 3) % WORDS.length]).join(
    " ",
  ),
);

/** So many characters of each line are in the area, which ends between two of them. */
const READ_CHARACTERS = 60;
/** So many lines are whole in it at any moment: what is above or below may be cut. */
const READ_LINES = 11;

/** Where in a mark of 1920 × 1080 pixels the code is that is read back. */
export const CODE_AREA = {
  left: 0,
  top: 558,
  width: 509,
  height: (READ_LINES + 1) * CODE_LINE_HEIGHT,
} as const;

/** The beginnings of the lines, each once. */
const BEGINNINGS = [...new Set(CODE.map((line) => line.slice(0, READ_CHARACTERS)))];

/**
 * The share of the characters in the area that were not read as they are: 0 where all were. Each line that was read is held
 * against the one that it resembles most, and those that may be cut count for none that is missing.
 */
export function codeErrors(read: string): number {
  const errors = read
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => Math.min(1, ...BEGINNINGS.map((wanted) => characterErrors(wanted, line))))
    .sort((a, b) => a - b)
    .slice(0, READ_LINES);
  const missing = READ_LINES - errors.length;
  return (errors.reduce((sum, each) => sum + each, 0) + missing) / READ_LINES;
}
