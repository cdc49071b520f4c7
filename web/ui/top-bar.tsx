import type { Ref } from "preact";
import type { CallStatus, MediaStatus } from "../state/types.ts";
import { EncryptionBadge } from "./encryption-badge.tsx";
import { SettingsIcon } from "./icons.tsx";
import { Logo } from "./logo.tsx";
import { QualityButton } from "./quality-button.tsx";
import { StatusPill } from "./status-pill.tsx";

interface TopBarProps {
  title: string;
  headingRef: Ref<HTMLHeadingElement>;
  status: CallStatus;
  media: MediaStatus;
  statsOpen: boolean;
  statsButton: Ref<HTMLButtonElement>;
  onStats: () => void;
  onSettings: () => void;
}

/** The room's title, how the connection is, and the settings. */
export function TopBar(props: TopBarProps) {
  const { title, headingRef, status, media, onSettings } = props;
  return (
    <header class="top-bar">
      <Logo />
      <h1 ref={headingRef} tabIndex={-1}>
        {title}
      </h1>
      <StatusPill status={status} media={media} />
      <EncryptionBadge />
      <QualityButton expanded={props.statsOpen} buttonRef={props.statsButton} onClick={props.onStats} />
      <button type="button" class="quiet-icon" aria-label="Settings" data-tip="Settings" onClick={onSettings}>
        <SettingsIcon />
      </button>
    </header>
  );
}
