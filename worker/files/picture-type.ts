import type { PictureType } from "../../protocol/room/files.ts";

/** So many of a file's first bytes say what picture it is. */
export const SIGNATURE_BYTES = 12;

/**
 * What kinds of pictures begin with, as Latin-1; a dot stands for any byte. The WHATWG's MIME Sniffing Standard, section 6.1,
 * and for AVIF, its specification, section 6, with the brands of stills and of sequences.
 */
const SIGNATURES: readonly (readonly [string, PictureType])[] = [
  ["\x89PNG\r\n\x1a\n", "image/png"],
  ["\xff\xd8\xff", "image/jpeg"],
  ["GIF87a", "image/gif"],
  ["GIF89a", "image/gif"],
  ["RIFF....WEBP", "image/webp"],
  ["....ftypavif", "image/avif"],
  ["....ftypavis", "image/avif"],
];

/** What kind of picture a file is, by its first bytes; null where it is none that every browser shows. */
export function pictureType(start: Uint8Array): PictureType | null {
  const beginsWith = (signature: string) =>
    Array.from(signature).every((char, at) => char === "." || char.charCodeAt(0) === start[at]);
  return SIGNATURES.find(([signature]) => beginsWith(signature))?.[1] ?? null;
}
