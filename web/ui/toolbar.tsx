import type { Ref } from "preact";
import { t } from "../language/translate.ts";
import type { PushToTalk } from "../state/push-to-talk.ts";
import { IconButton } from "./button.tsx";
import {
  AnotherScreenIcon,
  CameraIcon,
  CameraOffIcon,
  ChatIcon,
  CheckIcon,
  LeaveIcon,
  LinkIcon,
  MicrophoneIcon,
  MicrophoneOffIcon,
  PeopleIcon,
  ScreenIcon,
  ScreenStopIcon,
} from "./icons.tsx";
import { ReactButton } from "./room/react-button.tsx";
import { TalkButton } from "./talk-button.tsx";

/** What is open beside the stage. */
export type OpenPanel = "chat" | "people" | "stats" | null;

interface ToolbarProps {
  microphoneOn: boolean;
  cameraOn: boolean;
  sharing: boolean;
  maySpeak: boolean;
  mayUseCamera: boolean;
  canShare: boolean;
  busy: { readonly microphone: boolean; readonly camera: boolean; readonly share: boolean };
  /** Where one pushes to talk: what the button holds. */
  talk: PushToTalk | null;
  panel: OpenPanel;
  unread: number;
  /** How many wait at the door, where one may let them in. */
  waiting: number;
  handRaised: boolean;
  copied: boolean;
  chatButton: Ref<HTMLButtonElement>;
  peopleButton: Ref<HTMLButtonElement>;
  onMicrophone: () => void;
  onCamera: () => void;
  onShare: () => void;
  /** Shares one more screen beside those that are shared. */
  onShareAnother: () => void;
  onPanel: (panel: "chat" | "people") => void;
  onCopyLink: () => void;
  onHand: () => void;
  onLeave: () => void;
}

/** What one can do in a call, always in the same order. */
export function Toolbar(props: ToolbarProps) {
  const { cameraOn, sharing, busy, panel, unread, waiting, copied } = props;
  return (
    <section class="toolbar" aria-label={t("Call controls")}>
      {props.maySpeak ? <MicrophoneControl {...props} /> : null}
      {props.mayUseCamera ? (
        <IconButton
          name={cameraOn ? t("Turn camera off") : t("Turn camera on")}
          label={t("Camera")}
          icon={cameraOn ? <CameraIcon /> : <CameraOffIcon />}
          shortcut="v"
          busy={busy.camera}
          onClick={props.onCamera}
        />
      ) : null}
      {props.canShare ? (
        <span class="split">
          <IconButton
            name={sharing ? t("Stop sharing") : t("Share screen")}
            label={sharing ? t("Stop sharing") : t("Share screen")}
            icon={sharing ? <ScreenStopIcon /> : <ScreenIcon />}
            tone={sharing ? "danger" : "primary"}
            shortcut="s"
            busy={busy.share}
            onClick={props.onShare}
          />
          {sharing ? (
            <IconButton
              name={t("Share another screen")}
              icon={<AnotherScreenIcon />}
              onClick={props.onShareAnother}
            />
          ) : null}
        </span>
      ) : null}
      {props.maySpeak || props.mayUseCamera || props.canShare ? <span class="toolbar-gap" /> : null}
      <IconButton
        name={t("Chat")}
        label={t("Chat")}
        icon={<ChatIcon />}
        shortcut="c"
        description={unread > 0 ? `${unread} unread` : undefined}
        expanded={panel === "chat"}
        controls="chat-panel"
        buttonRef={props.chatButton}
        onClick={() => props.onPanel("chat")}
      >
        {unread > 0 ? <Badge count={unread} /> : null}
      </IconButton>
      <IconButton
        name={t("People")}
        label={t("People")}
        icon={<PeopleIcon />}
        shortcut="p"
        expanded={panel === "people"}
        controls="people-panel"
        description={waiting > 0 ? t("{waiting} waiting to come in", { waiting }) : undefined}
        buttonRef={props.peopleButton}
        onClick={() => props.onPanel("people")}
      >
        {waiting > 0 ? <Badge count={waiting} /> : null}
      </IconButton>
      <ReactButton handRaised={props.handRaised} onHand={props.onHand} />
      <IconButton
        name={t("Copy link")}
        label={copied ? t("Copied") : t("Copy link")}
        icon={copied ? <CheckIcon /> : <LinkIcon />}
        onClick={props.onCopyLink}
      />
      <span class="toolbar-gap" />
      <IconButton
        name={t("Leave")}
        label={t("Leave")}
        icon={<LeaveIcon />}
        tone="danger"
        onClick={props.onLeave}
      />
    </section>
  );
}

function MicrophoneControl({ microphoneOn, talk, busy, onMicrophone }: ToolbarProps) {
  if (talk) return <TalkButton talking={microphoneOn} talk={talk} />;
  return (
    <IconButton
      name={microphoneOn ? t("Mute") : t("Unmute")}
      label={microphoneOn ? t("Mute") : t("Unmute")}
      icon={microphoneOn ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
      tone={microphoneOn ? "plain" : "warning"}
      shortcut="m"
      busy={busy.microphone}
      onClick={onMicrophone}
    />
  );
}

/** A number at a button's corner. It is drawn by the style, so that it is no part of what the button is called. */
function Badge({ count }: { count: number }) {
  return <span class="badge" data-count={count > 99 ? "99+" : count} aria-hidden="true" />;
}
