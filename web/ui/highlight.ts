/** A piece of a text, which is one of the words that were searched for, or not. */
export interface Marked {
  readonly text: string;
  readonly isHit: boolean;
}

/** So much is shown before the first hit. */
const BEFORE = 40;
const SHOWN = 160;

/** The part of a text around the first word that begins with one of these, in pieces. */
export function highlight(text: string, words: readonly string[]): Marked[] {
  const hits = hitsIn(text, words);
  const first = hits[0]?.[0] ?? 0;
  const from = first > BEFORE ? text.indexOf(" ", first - BEFORE) + 1 : 0;
  const start = from > first ? first : from;
  const end = Math.min(text.length, start + SHOWN);
  const pieces: Marked[] = start > 0 ? [{ text: "…", isHit: false }] : [];
  let at = start;
  for (const [begin, length] of hits) {
    if (begin < at || begin + length > end) continue;
    if (begin > at) pieces.push({ text: text.slice(at, begin), isHit: false });
    pieces.push({ text: text.slice(begin, begin + length), isHit: true });
    at = begin + length;
  }
  if (at < end) pieces.push({ text: text.slice(at, end), isHit: false });
  if (end < text.length) pieces.push({ text: "…", isHit: false });
  return pieces;
}

/** Where in a text words begin with one of these, and how long that is. */
function hitsIn(text: string, words: readonly string[]): [number, number][] {
  if (words.length === 0) return [];
  // The words are letters and digits alone; the longest is tried first, so that one that begins another does not hide it.
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  const word = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?:${longestFirst.join("|")})`, "giu");
  return Array.from(text.matchAll(word), ({ 0: hit, index }) => [index, hit.length]);
}
