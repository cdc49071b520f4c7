import { t } from "../language/translate.ts";
import type { Stream } from "../state/types.ts";

/** Says of a picture that this browser has no decoder for what it is sent in. */
export function CannotShow({ stream }: { stream: Stream | null }) {
  if (!stream?.undecodable || stream.paused) return null;
  return <p class="screen-cover cannot-show">{t("Your browser cannot show this")}</p>;
}
