import { initials, tintOf } from "./text.ts";

/** A person's initials on a colour that stays theirs. */
export function Avatar({ id, name }: { id: string; name: string }) {
  return (
    <span class="avatar" data-tint={tintOf(id)} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
