import { useSignal } from "@preact/signals";
import { PICTURE_PATHS } from "../../protocol/pictures.ts";
import { initials, tintOf } from "./text.ts";

interface AvatarProps {
  id: string;
  name: string;
  /** The id of their picture, where they have one. */
  picture?: string | null;
}

/** A person's picture; without one, their initials on a colour that stays theirs. */
export function Avatar({ id, name, picture = null }: AvatarProps) {
  /** One that is no more, or not to be had right now. */
  const missing = useSignal<string | null>(null);
  if (picture !== null && picture !== missing.value)
    return (
      <img
        class="avatar"
        src={PICTURE_PATHS.picture(picture)}
        alt=""
        onError={() => {
          missing.value = picture;
        }}
      />
    );
  return (
    <span class="avatar" data-tint={tintOf(id)} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
