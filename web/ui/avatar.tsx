import { initials, tintOf } from "./text.ts";

const TINTS = 6;

/** A person's initials on a colour that stays theirs. */
export function Avatar({ id, name }: { id: string; name: string }) {
  return (
    <span class="avatar" data-tint={tintOf(id, TINTS)} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
