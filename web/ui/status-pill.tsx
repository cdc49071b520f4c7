import { t } from "../language/translate.ts";
import type { CallStatus, MediaStatus } from "../state/types.ts";
import { CheckIcon, SyncIcon, WarningIcon } from "./icons.tsx";

interface Pill {
  readonly text: string;
  readonly tone: "good" | "busy" | "bad";
}

interface StatusPillProps {
  status: CallStatus;
  media: MediaStatus;
  /** Those that the room's media may be in; null: all. */
  regions: readonly string[] | null;
}

/** Signaling comes first: nothing else is known without it. */
function connectionPill({ status, media, regions }: StatusPillProps): Pill {
  if (status.kind === "joining") return { text: t("Connecting"), tone: "busy" };
  if (status.kind === "reconnecting") return { text: t("Reconnecting…"), tone: "bad" };
  switch (media) {
    case "waiting-for-node":
      return { text: waitingText(regions), tone: "busy" };
    case "connecting":
      return { text: t("Connecting"), tone: "busy" };
    case "interrupted":
      return { text: t("Media interrupted"), tone: "bad" };
    case "connected":
    case "off":
      return { text: t("Connected"), tone: "good" };
  }
}

function waitingText(regions: readonly string[] | null): string {
  if (regions === null) return t("Waiting for a media server");
  return t("Waiting for a media server in {regions}", { regions: regions.join(", ") });
}

const ICONS = { good: CheckIcon, busy: SyncIcon, bad: WarningIcon };

/** How the connection is, in words, colour and shape. */
export function StatusPill(props: StatusPillProps) {
  const { text, tone } = connectionPill(props);
  const ToneIcon = ICONS[tone];
  return (
    <p class={`pill ${tone}`} role="status" data-tip={text}>
      <ToneIcon />
      <span class="pill-text">{text}</span>
    </p>
  );
}
