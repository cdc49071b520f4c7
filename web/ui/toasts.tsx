import { useEffect } from "preact/hooks";
import { t } from "../language/translate.ts";
import type { Notice } from "../state/types.ts";
import { CloseIcon, InfoIcon, WarningIcon } from "./icons.tsx";

/** Errors stay until somebody had the time to read them twice. */
const STAY_MS = { info: 6_000, error: 20_000 } as const;
const AT_ONCE = 3;

interface ToastsProps {
  notices: readonly Notice[];
  onDismiss: (id: number) => void;
}

/** Notices above the toolbar, spoken as they come. */
export function Toasts({ notices, onDismiss }: ToastsProps) {
  return (
    <div class="toasts">
      {notices.slice(-AT_ONCE).map((notice) => (
        <Toast key={notice.id} notice={notice} onDismiss={onDismiss} />
      ))}
    </div>
  );
}

function Toast({ notice, onDismiss }: { notice: Notice; onDismiss: (id: number) => void }) {
  useEffect(() => {
    const timer = setTimeout(() => onDismiss(notice.id), STAY_MS[notice.kind]);
    return () => clearTimeout(timer);
  }, [notice.id, notice.kind, onDismiss]);
  return (
    <div class={`toast ${notice.kind}`}>
      {notice.kind === "error" ? <WarningIcon /> : <InfoIcon />}
      <p role={notice.kind === "error" ? "alert" : "status"}>{notice.text}</p>
      <button type="button" class="quiet-icon" aria-label={t("Dismiss")} onClick={() => onDismiss(notice.id)}>
        <CloseIcon />
      </button>
    </div>
  );
}
