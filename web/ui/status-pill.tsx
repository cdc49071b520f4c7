import { t } from "../language/translate.ts";
import type { CallStatus, MediaStatus } from "../state/types.ts";
import { CheckIcon, SyncIcon, WarningIcon } from "./icons.tsx";

interface Pill {
  readonly text: string;
  readonly tone: "good" | "busy" | "bad";
}

/** Signaling comes first: nothing else is known without it. */
function connectionPill(status: CallStatus, media: MediaStatus): Pill {
  if (status.kind === "joining") return { text: t("Connecting"), tone: "busy" };
  if (status.kind === "reconnecting") return { text: t("Reconnecting…"), tone: "bad" };
  switch (media) {
    case "waiting-for-node":
      return { text: t("Waiting for a media server"), tone: "busy" };
    case "connecting":
      return { text: t("Connecting"), tone: "busy" };
    case "interrupted":
      return { text: t("Media interrupted"), tone: "bad" };
    case "connected":
    case "off":
      return { text: t("Connected"), tone: "good" };
  }
}

const ICONS = { good: CheckIcon, busy: SyncIcon, bad: WarningIcon };

/** How the connection is, in words, colour and shape. */
export function StatusPill({ status, media }: { status: CallStatus; media: MediaStatus }) {
  const { text, tone } = connectionPill(status, media);
  const ToneIcon = ICONS[tone];
  return (
    <p class={`pill ${tone}`} role="status" data-tip={text}>
      <ToneIcon />
      <span class="pill-text">{text}</span>
    </p>
  );
}
