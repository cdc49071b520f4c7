import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../language/translate.ts";

interface Author {
  readonly id: string;
  readonly name: string;
  readonly draws: boolean;
}

/** Who was told of is not told of again for this long, however often they begin anew. */
const QUIET_MS = 30_000;

/** Says aloud, politely, who points at or draws on a share: once, when they begin. */
export function MarksAnnouncer({ title, authors }: { title: string; authors: readonly Author[] }) {
  const told = useRef(new Map<string, number>());
  const text = useSignal("");
  useEffect(() => {
    const now = Date.now();
    const lines: string[] = [];
    for (const { id, name, draws } of authors) {
      const before = told.current.get(id);
      // As long as somebody goes on, the time does not pass.
      told.current.set(id, now);
      if (before === undefined || now - before > QUIET_MS)
        lines.push(
          draws
            ? t("{name} draws on {title}", { name, title })
            : t("{name} points at {title}", { name, title }),
        );
    }
    if (lines.length > 0) text.value = lines.join(". ");
  }, [authors, title, text]);
  return (
    <p class="hidden" aria-live="polite">
      {text}
    </p>
  );
}
