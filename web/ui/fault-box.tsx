import { WarningIcon } from "./icons.tsx";
import type { Words } from "./words.ts";

/** Says what went wrong, and what to do; nothing where nothing did. */
export function FaultBox({ words }: { words: Words | null }) {
  if (!words) return null;
  return (
    <div class="fault-box" role="alert">
      <WarningIcon />
      <p>
        <strong>{words.title}.</strong> {words.what}
      </p>
    </div>
  );
}
