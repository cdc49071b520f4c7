import type { TileSpec } from "./layout.ts";

/** What a picture is called within a sentence: "Ada’s screen 2", "your picture". */
export function titleOf({ person, source, number }: TileSpec): string {
  const whose = person.isSelf ? "your" : `${person.name}’s`;
  return `${whose} ${source === "screen" ? "screen" : "picture"}${number === null ? "" : ` ${number}`}`;
}
