import type { TileSpec } from "./layout.ts";

/** What a picture is called within a sentence: "Ada’s screen 2", "your picture". */
export function titleOf({ person, source, number }: TileSpec): string {
  const whose = person.isSelf ? "your" : `${person.name}’s`;
  return `${whose} ${source === "screen" ? "screen" : "picture"}${number === null ? "" : ` ${number}`}`;
}

/** What stands in a picture's corner: "Ada · 2", "Your screen 1", "Ada". */
export function captionOf({ person, source, number }: TileSpec): string {
  if (source === "camera") return person.name;
  const count = number === null ? "" : ` ${number}`;
  return person.isSelf
    ? `Your screen${count}`
    : `${person.name}${number === null ? "" : `’s screen${count}`}`;
}
