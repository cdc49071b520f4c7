import type { ReadonlySignal } from "@preact/signals";
import * as v from "valibot";
import type { Session } from "../../protocol/api.ts";
import { wireError } from "../../protocol/errors.ts";
import type { WaitingPerson } from "../../protocol/room/lobby.ts";
import { type Banned, bansSchema } from "../../protocol/room/moderation.ts";
import type { Role } from "../../protocol/room/participants.ts";
import { type Action, mayActOn, may as roleAllows } from "../../protocol/room/permissions.ts";
import type { RoomChange, RoomDetails } from "../../protocol/room/settings.ts";
import type { Call } from "../call/call.ts";
import type { Outgoing } from "../call/connection.ts";
import { closeEarly, openEarly } from "../call/early-socket.ts";
import type { EncryptionView } from "../call/encryption/encryption.ts";
import type { StatsSource } from "../call/stats/stats-source.ts";
import { t } from "../language/translate.ts";
import { annotator } from "./annotations/annotator.ts";
import {
  peopleInRoom,
  resetStore,
  roomOf,
  rulesInRoom,
  selfInRoom,
  store,
  storeListener,
} from "./call-store.ts";
import { showCheer } from "./cheers.ts";
import type { DeviceKind } from "./devices.ts";
import { followCall } from "./follow-call.ts";
import { type JoinOptions, renewPass, startDevices, stopTracks } from "./joining.ts";
import { loadOnce } from "./load-once.ts";
import { refused } from "./notices.ts";
import { OwnMedia } from "./own-media.ts";
import { type Preferences, setPreferences } from "./preferences.ts";
import { isFresh } from "./session-request.ts";
import type {
  CallStatus,
  CaptureFault,
  EndReason,
  MediaStatus,
  Person,
  ShareOptions,
  VoiceProcessing,
} from "./types.ts";
import { showTyping } from "./typing.ts";

/** Where the call stands. */
export const status: ReadonlySignal<CallStatus> = store.status;
/** How the media path is. */
export const mediaStatus: ReadonlySignal<MediaStatus> = store.mediaStatus;
/** The room, once joined. */
export const room: ReadonlySignal<RoomDetails | null> = roomOf;
/** Oneself, once joined. */
export const self: ReadonlySignal<Person | null> = selfInRoom;
/** Everybody, oneself included, in the order in which they joined. */
export const people: ReadonlySignal<readonly Person[]> = peopleInRoom;
/** What is known of the room's encryption; null where nothing is encrypted. */
export const encryption: ReadonlySignal<EncryptionView | null> = store.encryption;
/** Who waits at the door, where one may let them in. */
export const lobby: ReadonlySignal<readonly WaitingPerson[]> = store.lobby;
/** The browser plays no sound until the person has clicked: show a button that calls `turnSoundOn`. */
export const soundBlocked: ReadonlySignal<boolean> = store.soundBlocked;

/** One stay in a room, from `join` to its end. */
interface Stay {
  call: Call | null;
  own: OwnMedia | null;
  /** Ends what follows the call as long as it lasts. */
  release: (() => void) | null;
}

let stay: Stay | null = null;

/**
 * Loads what carries the call, and readies the browser's media, a socket to the room and a way to its node, where there is one
 * yet: joining waits for none of them. Returns how to do without.
 *
 * @param pass into the room; null where there is none that may be joined
 */
export function preloadCall(pass: Promise<Session | null>): () => void {
  let isWanted = true;
  const loaded = loadCallModule();
  // A failure is told when the person joins, and not before.
  loaded.then(({ prepareCall }) => prepareCall()).catch(() => undefined);
  void pass.then((session) => {
    if (session === null || !isWanted || stay !== null) return;
    openEarly(session.roomId);
    loaded.then(({ prepareWay }) => prepareWay(session)).catch(() => undefined);
  });
  return () => {
    isWanted = false;
    closeEarly();
  };
}

/** To import it again would take a turn of the page, although it is there. */
const loadCallModule = loadOnce(() => import("../call/call.ts"));

/** Joins a room; resolves when that is done or has failed, as `status` says. */
export async function join(options: JoinOptions): Promise<void> {
  if (stay !== null) return;
  const current: Stay = { call: null, own: null, release: null };
  stay = current;
  resetStore();
  store.status.value = { kind: "joining" };
  const isCurrent = () => stay === current;
  const settled = whenSettled();
  try {
    await enter(options, current, isCurrent);
  } catch {
    // The code that carries the call could not be loaded: most likely it was replaced by a newer one.
    end(current, { kind: "refused", error: wireError("version_mismatch") });
  }
  await settled;
}

async function enter(options: JoinOptions, current: Stay, isCurrent: () => boolean): Promise<void> {
  const { slug, entry, name, tab, secret, roundTrips } = options;
  const [{ Call }, renewal] = await Promise.all([
    loadCallModule(),
    isFresh(options.session) ? { pass: options.session } : renewPass(slug, entry),
  ]);
  if ("error" in renewal) {
    stopTracks(options);
    return end(current, { kind: "refused", error: renewal.error });
  }
  const { pass } = renewal;
  const listener = storeListener(isCurrent, {
    ended: () => end(current, null),
    cheered: showCheer,
    typing: showTyping,
    recall: (participantId) => annotator.peek()?.showAgain(participantId),
  });
  const call = isCurrent()
    ? await Call.join(
        {
          pass,
          name,
          tab,
          secret,
          roundTrips,
          renewPass: () => renewPass(store.view.value.room?.slug ?? slug, entry),
        },
        listener,
      )
    : null;
  if (call === null || !isCurrent()) {
    call?.leave();
    return stopTracks(options);
  }
  current.call = call;
  current.own = new OwnMedia(call, isCurrent);
  current.release = followCall(call);
  startDevices(current.own, options, pass);
}

/** Ends a stay; without a reason where `status` has it already. */
function end(ended: Stay, reason: EndReason | null): void {
  if (stay !== ended) return;
  stay = null;
  ended.release?.();
  if (reason !== null) store.status.value = { kind: "ended", reason };
}

function whenSettled(): Promise<void> {
  return new Promise((resolve) => {
    const stop = store.status.subscribe(({ kind }) => {
      if (kind === "joining") return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

/** Leaves the room for good. */
export async function leave(): Promise<void> {
  const leaving = stay;
  if (leaving === null) return;
  if (leaving.call === null) return end(leaving, { kind: "left" });
  leaving.call.leave();
}

/** Takes another name. */
export const rename = (name: string): Promise<void> => ask({ type: "rename", name });

/** Mutes somebody's stream; only they can open it again. */
export const muteOther = (producerId: string): Promise<void> =>
  ask({ type: "set-paused", producerId, paused: true });

/** Ends somebody's stream. */
export const stopOther = (producerId: string): Promise<void> => ask({ type: "unpublish", producerId });

/** Lets the others draw on a share of one's own, or not; of somebody else's it can only be ended. */
export const setDrawing = (producerId: string, drawing: boolean): Promise<void> =>
  ask({ type: "set-drawing", producerId, drawing });

/** Gives somebody another role. */
export const setRole = (participantId: string, role: Exclude<Role, "owner">): Promise<void> =>
  ask({ type: "set-role", participantId, role });

/** Raises one's hand, or takes it down. */
export const raiseHand = (raised: boolean): Promise<void> => ask({ type: "raise-hand", raised });

/** Takes others' hands down. */
export const lowerHands = (participantIds: string[]): Promise<void> =>
  ask({ type: "lower-hands", participantIds });

/** Has somebody else's page stop recording. */
export const stopRecordingOf = (participantId: string): Promise<void> =>
  ask({ type: "set-recording", participantId, recording: false });

/** Puts somebody out. */
export const kick = (participantId: string): Promise<void> => ask({ type: "kick", participantId });

/** Puts somebody out for good. */
export const ban = (participantId: string): Promise<void> => ask({ type: "ban", participantId });

/** Makes the room somebody else's. */
export const handOver = (participantId: string): Promise<void> => ask({ type: "hand-over", participantId });

/** Lets people in who wait, or sends them away. */
export const admit = (ids: string[], admitted: boolean): Promise<void> =>
  ask({ type: "admit", ids, admitted });

/** Locks the room, or unlocks it. */
export const lock = (locked: boolean): Promise<void> => ask({ type: "lock", locked });

/** Changes what the room is like. */
export const changeRoom = (change: RoomChange): Promise<void> => ask({ type: "change-room", ...change });

/** Who is banned, latest first; null where that is not to be had now. */
export const listBans = async (): Promise<readonly Banned[] | null> =>
  (await askFor({ type: "list-bans" }, bansSchema))?.bans ?? null;

/** Ends a ban. */
export const unban = (authorId: string): Promise<void> => ask({ type: "unban", authorId });

const LOST = t("That did not get through: the connection is being restored. Try again in a moment.");

async function ask(message: Outgoing): Promise<void> {
  await askFor(message, v.unknown());
}

/** Asks the room; null where it refused, which is told, or where there is no call. */
export async function askFor<T>(message: Outgoing, answer: v.GenericSchema<unknown, T>): Promise<T | null> {
  try {
    return (await stay?.call?.ask(message, answer)) ?? null;
  } catch (error) {
    refused(error, LOST);
    return null;
  }
}

/** Opens or mutes one's microphone. */
export const setMicrophone = async (on: boolean): Promise<CaptureFault | null> =>
  (await stay?.own?.setMicrophone(on)) ?? null;

/** Turns one's camera on or off. */
export const setCamera = async (on: boolean): Promise<CaptureFault | null> =>
  (await stay?.own?.setCamera(on)) ?? null;

/** Changes to another device, at once where one is in use. */
export const switchDevice = async (kind: DeviceKind, deviceId: string): Promise<CaptureFault | null> =>
  (await stay?.own?.switchDevice(kind, deviceId)) ?? null;

/** Has one's microphone processed in another way, at once where it is in use. */
export async function setProcessing(change: Partial<VoiceProcessing>): Promise<CaptureFault | null> {
  return (await stay?.own?.setProcessing(change)) ?? null;
}

/** Blurs one's background or leaves it as it is, at once where the camera is on. */
export const setBlur = async (on: boolean): Promise<CaptureFault | null> =>
  (await stay?.own?.setBlur(on)) ?? null;

/** Chooses whether the microphone stays open or is held open; it is muted by that choice. */
export async function setVoiceMode(voiceMode: Preferences["voiceMode"]): Promise<void> {
  setPreferences({ voiceMode });
  if (voiceMode === "push-to-talk") await stay?.own?.setMicrophone(false);
}

/** Shares a screen that the person picks in the browser. */
export const startShare = async (options: ShareOptions): Promise<CaptureFault | null> =>
  (await stay?.own?.startShare(options)) ?? null;

/** Stops sharing one screen, or all of one's own. */
export async function stopShare(producerId?: string): Promise<void> {
  stay?.own?.stopShare(producerId);
}

/** Plays the sound that the browser held back: call it from a click. */
export async function turnSoundOn(): Promise<void> {
  await stay?.call?.resumeSound();
}

/** Every stream that is sent or received, to be asked how it is. */
export const statsSources = (): readonly StatsSource[] => stay?.call?.statsSources() ?? [];

/** Whether one may do that, to `target` (a person, or just their role) where it is done to somebody. */
export function may(action: Action, target?: Person | Role): boolean {
  const me = self.value;
  if (me === null) return false;
  const role = typeof target === "object" ? target.role : target;
  const rules = rulesInRoom.value;
  return role === undefined ? roleAllows(me.role, action, rules) : mayActOn(me.role, action, role, rules);
}
