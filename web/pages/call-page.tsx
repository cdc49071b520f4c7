import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../language/translate.ts";
import {
  admit,
  ban,
  handOver,
  kick,
  leave,
  lobby,
  lowerHands,
  may,
  mediaStatus,
  muteOther,
  people,
  raiseHand,
  room,
  self,
  setRole,
  soundBlocked,
  status,
  stopOther,
  stopRecordingOf,
  stopShare,
  turnSoundOn,
} from "../state/call.ts";
import { messages } from "../state/chat.ts";
import { dismissNotice, notices, notify } from "../state/notices.ts";
import { unread } from "../state/reading.ts";
import { Announcer } from "../ui/announcer.tsx";
import { ChatPanel } from "../ui/chat-panel.tsx";
import { InviteCard } from "../ui/invite-card.tsx";
import { PeoplePanel } from "../ui/people-panel.tsx";
import { FloatingCheers } from "../ui/room/floating-cheers.tsx";
import { ROOM_WORDS } from "../ui/room/room-words.ts";
import { SoundButton } from "../ui/sound-button.tsx";
import { Stage } from "../ui/stage.tsx";
import { Toasts } from "../ui/toasts.tsx";
import { type OpenPanel, Toolbar } from "../ui/toolbar.tsx";
import { TopBar } from "../ui/top-bar.tsx";
import { CallDialogs, type OpenDialog } from "./call-dialogs.tsx";
import { CallStats } from "./call-stats.tsx";
import { useCopyLink } from "./use-copy-link.ts";
import { useOwnMedia } from "./use-own-media.ts";
import { usePushToTalk } from "./use-push-to-talk.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import "../styles/call.css";
import "../styles/tiles.css";
import "../styles/tile-tools.css";
import "../styles/zoom.css";
import "../styles/toolbar.css";
import "../styles/chat.css";
import "../styles/composer.css";
import "../styles/settings.css";
import "../styles/quality.css";
import "../styles/room.css";

const ACTIONS = {
  may,
  muteOther,
  stopOther,
  setRole,
  stopRecording: stopRecordingOf,
  lowerHands,
  kick,
  ban,
  handOver,
  admit,
};

/** The call itself. */
export function CallPage({ slug, title }: { slug: string; title: string }) {
  const panel = useSignal<OpenPanel>(null);
  const dialog = useSignal<OpenDialog>(null);
  const pinned = useSignal<string | null>(null);
  const chatButton = useRef<HTMLButtonElement>(null);
  const peopleButton = useRef<HTMLButtonElement>(null);
  const statsButton = useRef<HTMLButtonElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const own = useOwnMedia(() => {
    dialog.value = "share";
  });
  const link = useCopyLink(slug);

  useLayoutEffect(() => heading.current?.focus(), []);

  const openPanel = (next: "chat" | "people" | "stats") => {
    panel.value = panel.value === next ? null : next;
  };
  const closePanel = () => {
    const buttons = { chat: chatButton, people: peopleButton, stats: statsButton };
    const button = panel.value === null ? null : buttons[panel.value];
    panel.value = null;
    button?.current?.focus();
  };
  const handRaised = (self.value?.hand ?? null) !== null;
  const toggleHand = () => void raiseHand(!handRaised);
  const talk = usePushToTalk(own.talk, own.maySpeak && dialog.value === null);
  useShortcuts({
    microphone: own.toggleMicrophone,
    camera: own.toggleCamera,
    share: own.toggleShare,
    chat: () => openPanel("chat"),
    people: () => openPanel("people"),
    stats: () => openPanel("stats"),
    hand: toggleHand,
    close: panel.value === null ? null : closePanel,
  });

  const all = people.value;
  const isAlone = all.length === 1;
  return (
    <div class="call" data-panel={panel.value ?? undefined}>
      <TopBar
        title={room.value?.title ?? title}
        headingRef={heading}
        status={status.value}
        media={mediaStatus.value}
        regions={room.value?.regions ?? null}
        statsOpen={panel.value === "stats"}
        statsButton={statsButton}
        onStats={() => openPanel("stats")}
        onSettings={() => {
          dialog.value = "settings";
        }}
        locked={room.value?.locked === true}
        roomName={may("change-room") ? ROOM_WORDS.settings : ROOM_WORDS.invitations}
        onRoom={
          may("change-room") || may("invite")
            ? () => {
                dialog.value = "room";
              }
            : null
        }
      />
      <main class="call-main">
        <div class="call-stage">
          <Stage
            people={all}
            pinned={pinned.value}
            onPin={(key) => {
              pinned.value = key;
            }}
            onMore={() => openPanel("people")}
            onStop={(producerId) => void stopShare(producerId)}
            onNoWindow={() =>
              notify(
                "info",
                t("The browser did not open a window. Allow pop-ups for this page, then try again."),
              )
            }
          />
          {isAlone ? <InviteCard link={link.address} copied={link.copied} onCopy={link.copy} /> : null}
          {soundBlocked.value ? <SoundButton onClick={() => void turnSoundOn()} /> : null}
          <FloatingCheers />
          <Toasts notices={notices.value} onDismiss={dismissNotice} />
        </div>
        {panel.value === "chat" ? <ChatPanel mayWrite={may("chat")} onClose={closePanel} /> : null}
        {panel.value === "people" ? (
          <PeoplePanel people={all} actions={ACTIONS} waiting={lobby.value} onClose={closePanel} />
        ) : null}
        {panel.value === "stats" ? <CallStats onClose={closePanel} /> : null}
      </main>
      <Toolbar
        {...own}
        talk={talk}
        panel={panel.value}
        unread={panel.value === "chat" ? 0 : unread.value}
        waiting={may("admit") ? lobby.value.length : 0}
        handRaised={handRaised}
        onHand={toggleHand}
        copied={link.copied}
        chatButton={chatButton}
        peopleButton={peopleButton}
        onMicrophone={own.toggleMicrophone}
        onCamera={own.toggleCamera}
        onShare={own.toggleShare}
        onShareAnother={own.shareAnother}
        onPanel={openPanel}
        onCopyLink={link.copy}
        onLeave={() => void leave()}
      />
      <CallDialogs
        open={dialog.value}
        name={self.value?.name ?? ""}
        onShare={own.share}
        onClose={() => {
          dialog.value = null;
        }}
      />
      <Announcer people={all} messages={messages.value} chatOpen={panel.value === "chat"} />
    </div>
  );
}
