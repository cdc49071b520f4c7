import { computed, signal } from "@preact/signals";
import type { Cheered } from "../../protocol/room/hands.ts";
import type { WaitingPerson } from "../../protocol/room/lobby.ts";
import type { Typing } from "../../protocol/room/reading.ts";
import { DEFAULT_RULES } from "../../protocol/room/rules.ts";
import type { CallListener } from "../call/call.ts";
import type { EncryptionView } from "../call/encryption/encryption.ts";
import type { CallQuality } from "../call/stats/quality-monitor.ts";
import type { LocalStream, MediaStatus, RemoteStream } from "../call/types.ts";
import {
  type Annotations,
  followEvent,
  followSnapshot,
  NOTHING_DRAWN,
  onShare,
  shareOf,
} from "./annotations/annotations.ts";
import { withMarks } from "./annotations/marks.ts";
import { faultWords } from "./fault-words.ts";
import { dismissNotice, notify } from "./notices.ts";
import { messagesOf, type OutgoingMessage, openedChat } from "./outgoing-chat.ts";
import { peopleOf } from "./people.ts";
import { type ReadMarks, withReadMarks } from "./read-marks.ts";
import { newsOf } from "./room-news.ts";
import { roomNewsWords } from "./room-news-words.ts";
import { applyEvent, applySnapshot, EMPTY_VIEW, type RoomView } from "./room-view.ts";
import type { CallStatus, OlderChat } from "./types.ts";

const NOBODY: ReadonlySet<string> = new Set();
const ALL_GOOD: CallQuality = { own: { level: "good" }, streams: new Map() };

/** What is known of the call; `call.ts` shows it to the pages, read-only. */
export const store = {
  status: signal<CallStatus>({ kind: "idle" }),
  mediaStatus: signal<MediaStatus>("off"),
  view: signal<RoomView>(EMPTY_VIEW),
  selfId: signal<string | null>(null),
  authorId: signal(""),
  local: signal<readonly LocalStream[]>([]),
  remote: signal<readonly RemoteStream[]>([]),
  speaking: signal<ReadonlySet<string>>(NOBODY),
  outgoing: signal<readonly OutgoingMessage[]>([]),
  olderChat: signal<OlderChat>("some"),
  /** How far people have read, oneself among them. */
  reads: signal<ReadMarks>(new Map()),
  /** How far one has read oneself. */
  readSeq: signal(0),
  soundBlocked: signal(false),
  /** Who waits at the door, where one may let them in. */
  lobby: signal<readonly WaitingPerson[]>([]),
  encryption: signal<EncryptionView | null>(null),
  annotations: signal<Annotations>(NOTHING_DRAWN),
  quality: signal<CallQuality>(ALL_GOOD),
};

/** The room's title, address and rules. */
export const roomOf = computed(() => store.view.value.room);

/** Who may do what in the room. */
export const rulesInRoom = computed(() => roomOf.value?.rules ?? DEFAULT_RULES);

/** Everybody in the room. */
export const peopleInRoom = computed(() =>
  peopleOf({
    participants: store.view.value.participants,
    selfId: store.selfId.value,
    local: store.local.value,
    remote: store.remote.value,
    speaking: store.speaking.value,
  }),
);

/** Oneself, once in the room. */
export const selfInRoom = computed(() => peopleInRoom.value.find(({ isSelf }) => isSelf) ?? null);

/** The chat, stored and on its way. */
export const chatInRoom = computed(() => {
  const { chat } = store.view.value;
  const opened = store.encryption.value?.chat;
  const stored = opened === undefined ? chat : openedChat(chat, opened);
  return messagesOf(stored, store.outgoing.value, {
    participantId: store.selfId.value ?? "",
    authorId: store.authorId.value,
    name: selfInRoom.value?.name ?? "",
  });
});

/** Forgets the call before. */
export function resetStore(): void {
  store.mediaStatus.value = "off";
  store.view.value = EMPTY_VIEW;
  store.selfId.value = null;
  store.local.value = [];
  store.remote.value = [];
  store.speaking.value = NOBODY;
  store.outgoing.value = [];
  store.olderChat.value = "some";
  store.reads.value = new Map();
  store.readSeq.value = 0;
  store.soundBlocked.value = false;
  store.lobby.value = [];
  store.encryption.value = null;
  store.quality.value = ALL_GOOD;
  store.annotations.value = NOTHING_DRAWN;
}

/** What the store does not do by itself when a call says something. */
interface StoreOwner {
  ended(): void;
  /** What one has drawn and keeps is missing: to somebody, or to anybody who may have missed it. */
  recall(participantId?: string): void;
  cheered(cheered: Cheered): void;
  typing(typing: Typing): void;
}

/** Takes down what a call says, as long as `isCurrent`. */
export function storeListener(isCurrent: () => boolean, owner: StoreOwner): CallListener {
  /** Who waits, and the notice that said so: it goes when they do. */
  const knocks = new Map<string, number>();
  const listener: CallListener = {
    joined: ({ participantId, authorId, readSeq, snapshot }) => {
      store.authorId.value = authorId;
      store.selfId.value = participantId;
      store.view.value = applySnapshot(store.view.value, snapshot);
      store.annotations.value = followSnapshot(store.annotations.value, snapshot.participants);
      store.reads.value = withReadMarks(new Map(), snapshot.reads);
      // What was written before somebody came for the first time is nothing that they missed.
      store.readSeq.value = Math.max(store.readSeq.value, readSeq ?? snapshot.chat.at(-1)?.seq ?? 0);
      store.status.value = { kind: "joined" };
    },
    resumed: () => {
      store.status.value = { kind: "joined" };
      owner.recall();
    },
    waiting: (attended) => {
      store.status.value = { kind: "waiting", attended };
    },
    reconnecting: () => {
      // Who waits is told anew when the connection is back.
      store.lobby.value = [];
      store.status.value = { kind: "reconnecting", since: Date.now() };
    },
    snapshot: (snapshot) => {
      store.view.value = applySnapshot(store.view.value, snapshot);
      store.annotations.value = followSnapshot(store.annotations.value, snapshot.participants);
    },
    event: (event) => {
      const news = newsOf(event, store.view.value, store.selfId.value);
      if (news !== null) notify("info", news);
      store.annotations.value = followEvent(store.annotations.value, event, store.view.value);
      store.view.value = applyEvent(store.view.value, event);
      if (event.type === "chat-message") owner.typing({ participantId: event.participantId, on: false });
    },
    annotated: ({ participantId, producerId, marks }) => {
      const { participants } = store.view.value;
      const share = shareOf(participants, producerId);
      if (share === null || !participants.some(({ id }) => id === participantId)) return;
      store.annotations.value = onShare(store.annotations.value, share.key, (before) =>
        withMarks(before, participantId, marks, Date.now()),
      );
    },
    recall: (participantId) => owner.recall(participantId),
    cheered: (cheered) => owner.cheered(cheered),
    typing: (typing) => owner.typing(typing),
    readMarks: (marks) => {
      store.reads.value = withReadMarks(store.reads.value, marks);
      // One may have read on in another window.
      const own = store.reads.value.get(store.authorId.value)?.seq ?? 0;
      store.readSeq.value = Math.max(store.readSeq.value, own);
    },
    lobby: (people) => {
      const waiting = new Set(people.map(({ id }) => id));
      for (const [id, notice] of knocks) {
        if (!waiting.has(id)) {
          dismissNotice(notice);
          knocks.delete(id);
        }
      }
      for (const { id, name } of people)
        if (!knocks.has(id)) knocks.set(id, notify("info", roomNewsWords.knocks(name)));
      store.lobby.value = people;
    },
    ended: (reason) => {
      store.status.value = { kind: "ended", reason };
      owner.ended();
    },
    localStreams: (streams) => {
      store.local.value = streams;
    },
    remoteStreams: (streams) => {
      store.remote.value = streams;
    },
    mediaStatus: (status) => {
      store.mediaStatus.value = status;
    },
    speaking: (ids) => {
      store.speaking.value = ids;
    },
    soundBlocked: (blocked) => {
      store.soundBlocked.value = blocked;
    },
    encryption: (view) => {
      store.encryption.value = view;
    },
    quality: (quality) => {
      store.quality.value = quality;
    },
    fault: (fault) => {
      const nameOf = (id: string) => store.view.value.participants.find((person) => person.id === id)?.name;
      notify("error", faultWords(fault, nameOf), fault.kind === "publish-failed" ? fault.code : undefined);
    },
  };
  return guarded(listener, isCurrent);
}

/** A listener that hears nothing once its call is no longer the current one. */
function guarded(listener: CallListener, isCurrent: () => boolean): CallListener {
  const entries = Object.entries(listener).map(([name, hear]) => [
    name,
    (value: unknown) => {
      if (isCurrent()) (hear as (value: unknown) => void)(value);
    },
  ]);
  return Object.fromEntries(entries) as CallListener;
}
