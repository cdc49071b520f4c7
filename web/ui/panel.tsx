import type { ComponentChildren } from "preact";
import { t } from "../language/translate.ts";
import { CloseIcon } from "./icons.tsx";

interface PanelProps {
  id: string;
  title: string;
  onClose: () => void;
  /** More buttons beside the one that closes it. */
  tools?: ComponentChildren;
  children: ComponentChildren;
}

/** A column beside the stage; on a phone, a sheet over it. */
export function Panel({ id, title, onClose, tools, children }: PanelProps) {
  return (
    <aside
      id={id}
      class="panel"
      aria-labelledby={`${id}-title`}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.isComposing) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header class="panel-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {tools}
        <button type="button" class="quiet-icon" aria-label={t("Close panel")} onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      {children}
    </aside>
  );
}
