import type { TileSpec } from "./layout.ts";

/** What a picture is called: "Ada’s screen", "your picture". */
export function titleOf({ person, source }: TileSpec): string {
  const whose = person.isSelf ? "your" : `${person.name}’s`;
  return `${whose} ${source === "screen" ? "screen" : "picture"}`;
}
