import { t } from "../language/translate.ts";
import type { TileSpec } from "./layout.ts";

/** What a picture is called within a sentence: "Ada’s screen 2", "your picture". */
export function titleOf({ person, source, number }: TileSpec): string {
  const { name } = person;
  const isScreen = source === "screen";
  const own = isScreen ? t("your screen") : t("your picture");
  const theirs = isScreen ? t("{name}’s screen", { name }) : t("{name}’s picture", { name });
  const title = person.isSelf ? own : theirs;
  return number === null ? title : t("{title} {number}", { title, number });
}
