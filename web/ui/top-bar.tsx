import type { Ref } from "preact";
import { t } from "../language/translate.ts";
import type { CallStatus, MediaStatus } from "../state/types.ts";
import { EncryptionBadge } from "./encryption-badge.tsx";
import { DoorIcon, LockIcon, SettingsIcon } from "./icons.tsx";
import { Logo } from "./logo.tsx";
import { QualityButton } from "./quality-button.tsx";
import { RecordingControl } from "./recording/recording-control.tsx";
import { ROOM_WORDS } from "./room/room-words.ts";
import { StatusPill } from "./status-pill.tsx";

interface TopBarProps {
  title: string;
  headingRef: Ref<HTMLHeadingElement>;
  status: CallStatus;
  media: MediaStatus;
  /** Those that the room's media may be in; null: all. */
  regions: readonly string[] | null;
  statsOpen: boolean;
  statsButton: Ref<HTMLButtonElement>;
  onStats: () => void;
  onSettings: () => void;
  locked: boolean;
  /** What the room's dialog is called; */
  roomName: string;
  /** null where one neither looks after the room nor may bring others. */
  onRoom: (() => void) | null;
}

/** The room's title, how the connection is, and the settings. */
export function TopBar(props: TopBarProps) {
  const { title, headingRef, status, media, onSettings, onRoom } = props;
  return (
    <header class="top-bar">
      <Logo />
      <h1 ref={headingRef} tabIndex={-1}>
        {title}
      </h1>
      <StatusPill status={status} media={media} regions={props.regions} />
      {props.locked ? (
        <span class="locked-mark">
          <LockIcon />
          <span>{ROOM_WORDS.locked}</span>
        </span>
      ) : null}
      <EncryptionBadge />
      <RecordingControl />
      <QualityButton expanded={props.statsOpen} buttonRef={props.statsButton} onClick={props.onStats} />
      {onRoom ? (
        <button
          type="button"
          class="quiet-icon"
          aria-label={props.roomName}
          data-tip={props.roomName}
          onClick={onRoom}
        >
          <DoorIcon />
        </button>
      ) : null}
      <button
        type="button"
        class="quiet-icon"
        aria-label={t("Settings")}
        data-tip={t("Settings")}
        onClick={onSettings}
      >
        <SettingsIcon />
      </button>
    </header>
  );
}
