/** A piece of a message. */
export type Piece =
  | { readonly kind: "text" | "code" | "block"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string }
  | { readonly kind: "mention"; readonly text: string; readonly isSelf: boolean };

/** Who can be mentioned: by the names of those in the room, and by what one is called oneself. */
export interface Mentionable {
  readonly names: readonly string[];
  readonly selves: readonly string[];
}

const FENCE = "```";

/**
 * A message in pieces: code that is fenced or between backticks, addresses, and people with an `@`. Put together again, they
 * are the message but for the marks of code. It takes time in proportion to the message's length.
 */
export function richText(text: string, mentionable: Mentionable): Piece[] {
  const people = byFirstLetter(mentionable.names);
  const pieces: Piece[] = [];
  for (const piece of splitBlocks(text)) {
    if (piece.kind === "block") pieces.push(piece);
    else
      for (const inline of splitCode(piece.text))
        pieces.push(...linksAndPeople(inline, people, mentionable.selves));
  }
  // A message of nothing but marks shows them.
  return pieces.length > 0 ? pieces : [{ kind: "text", text }];
}

/** Whether a message mentions oneself. */
export function mentionsSelf(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => piece.kind === "mention" && piece.isSelf);
}

type Plain = { readonly kind: "text" | "code" | "block"; readonly text: string };

/** Fences stand at the beginning of a line. One that is never closed is text. */
function splitBlocks(text: string): Plain[] {
  const pieces: Plain[] = [];
  let from = 0;
  for (let open = fenceFrom(text, 0); open >= 0; ) {
    const lineEnd = text.indexOf("\n", open);
    const close = lineEnd < 0 ? -1 : fenceFrom(text, lineEnd);
    if (close < 0) break;
    // The line that opens it may name a language, which is not shown.
    const code = text.slice(lineEnd + 1, Math.max(lineEnd + 1, close - 1));
    // The line breaks around a block are its own.
    pushText(pieces, text.slice(from, Math.max(from, open - 1)));
    if (code.trim() !== "") pieces.push({ kind: "block", text: code });
    const closeEnd = text.indexOf("\n", close);
    from = closeEnd < 0 ? text.length : closeEnd + 1;
    open = fenceFrom(text, from);
  }
  pushText(pieces, text.slice(from));
  return pieces;
}

/** Where the next line that begins with a fence does so; -1 where none does. */
function fenceFrom(text: string, from: number): number {
  if ((from === 0 || text[from - 1] === "\n") && text.startsWith(FENCE, from)) return from;
  const before = text.indexOf(`\n${FENCE}`, from);
  return before < 0 ? -1 : before + 1;
}

function splitCode(text: string): Plain[] {
  return splitAt(text, /`([^`\n]+)`/gu, ([, code = ""]) => ({ kind: "code", text: code }));
}

function linksAndPeople(
  piece: Plain,
  people: ReadonlyMap<string, string[]>,
  selves: readonly string[],
): Piece[] {
  if (piece.kind !== "text") return [piece];
  return splitLinks(piece.text).flatMap((part) =>
    part.kind === "text" ? splitMentions(part.text, people, selves) : [part],
  );
}

/** An address ends where a character begins that is not seen. */
const ADDRESS = /(?<![\p{L}\p{N}])(?:https?:\/\/|mailto:)[^\s<>"`\p{C}]+/giu;
const SAFE = new Set(["http:", "https:", "mailto:"]);

function splitLinks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = withoutPunctuation(found);
    const href = safeHref(address);
    if (href === null) continue;
    pushText(pieces, text.slice(from, index));
    pieces.push({ kind: "link", text: address, href });
    from = index + address.length;
  }
  pushText(pieces, text.slice(from));
  return pieces;
}

/** Where an address leads; null where that is nothing to open, or looks like another place than it is. */
function safeHref(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (!SAFE.has(url.protocol) || url.username !== "" || url.password !== "") return null;
  if (url.protocol === "mailto:" && !/^[^@?]+@[^@?]+/u.test(url.pathname)) return null;
  return url.href;
}

const PUNCTUATION = new Set(".,;:!?'\")]*_");

/** What stands at an address's end as in a sentence is not part of it; a bracket is where it closes one of the address. */
function withoutPunctuation(address: string): string {
  let open = 0;
  for (const character of address) open += character === "(" ? 1 : character === ")" ? -1 : 0;
  let end = address.length;
  for (; end > 0 && PUNCTUATION.has(address.charAt(end - 1)); end--) {
    if (address[end - 1] !== ")") continue;
    if (open >= 0) break;
    open++;
  }
  return address.slice(0, end);
}

/** Names by their first letter, the longest first: "Ann Lee" is not "Ann". */
function byFirstLetter(names: readonly string[]): ReadonlyMap<string, string[]> {
  const people = new Map<string, string[]>();
  for (const name of new Set(names)) {
    const first = name.charAt(0).toLowerCase();
    people.set(first, [...(people.get(first) ?? []), name]);
  }
  for (const same of people.values()) same.sort((a, b) => b.length - a.length);
  return people;
}

const WORD = /[\p{L}\p{N}]/u;

function splitMentions(
  text: string,
  people: ReadonlyMap<string, string[]>,
  selves: readonly string[],
): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    if (at < from || WORD.test(text.charAt(at - 1))) continue;
    const name = people.get(text.charAt(at + 1).toLowerCase())?.find((one) => isNamedAt(text, at + 1, one));
    if (name === undefined) continue;
    pushText(pieces, text.slice(from, at));
    from = at + 1 + name.length;
    pieces.push({
      kind: "mention",
      text: text.slice(at, from),
      isSelf: selves.some((self) => sameName(name, self)),
    });
  }
  pushText(pieces, text.slice(from));
  return pieces;
}

function isNamedAt(text: string, at: number, name: string): boolean {
  const end = at + name.length;
  return sameName(text.slice(at, end), name) && !WORD.test(text.charAt(end));
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Splits a text at what a pattern finds. */
function splitAt(text: string, pattern: RegExp, make: (match: RegExpExecArray) => Plain): Plain[] {
  const pieces: Plain[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    pushText(pieces, text.slice(from, match.index));
    pieces.push(make(match));
    from = match.index + match[0].length;
  }
  pushText(pieces, text.slice(from));
  return pieces;
}

function pushText(pieces: (Piece | Plain)[], text: string): void {
  if (text !== "") pieces.push({ kind: "text", text });
}
