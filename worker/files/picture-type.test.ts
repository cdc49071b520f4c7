import { expect, test } from "vitest";
import { pictureType } from "./picture-type.ts";

const bytes = (latin1: string) => Uint8Array.from(latin1, (char) => char.charCodeAt(0));

test.for<[string, string | null]>([
  ["\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"],
  ["\xff\xd8\xff\xe0\0\x10JFIF\0", "image/jpeg"],
  ["GIF89a\x01\0\x01\0\0\0", "image/gif"],
  ["GIF87a\x01\0\x01\0\0\0", "image/gif"],
  ["RIFF\n\0\r\0WEBPVP8 ", "image/webp"],
  ["\0\0\0 ftypavif\0\0\0\0", "image/avif"],
  ["\0\0\0 ftypheic\0\0\0\0", null],
  ["RIFF\n\0\0\0WAVEfmt ", null],
  ["<svg xmlns=''>", null],
  ["<html>GIF89a", null],
  ["\x89PNG", null],
  ["", null],
])("a file that begins with %j is %s", ([start, type]) => {
  expect(pictureType(bytes(start))).toBe(type);
});
