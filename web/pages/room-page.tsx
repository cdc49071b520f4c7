import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { SessionRequest } from "../../protocol/api.ts";
import { closePreview, type DeviceKind, type Preview, takePreview } from "../state/devices.ts";
import { takeJoinAtOnce } from "../state/join-at-once.ts";
import { measureNear, roundTrips } from "../state/near-nodes.ts";
import { preferences, setPreferences } from "../state/preferences.ts";
import { account } from "../state/remembered-account.ts";
import { canEncrypt, inviteIn, makeRoomSecret, roomSecretIn } from "../state/room-secret.ts";
import { requestSession, type SessionResult } from "../state/session-request.ts";
import { tabId } from "../state/tab.ts";
import type { EndReason } from "../state/types.ts";
import { callHere } from "../state/whereabouts.ts";
import { NOT_LOADED, UNSUPPORTED, type Words } from "../ui/words.ts";
import { admit } from "./admission.ts";
import { linkFault } from "./encrypted-link.ts";
import { EndedPage } from "./ended-page.tsx";
import { type CallParts, loadCall, loadCallSoon } from "./load-call.ts";
import { MessagePage } from "./message-page.tsx";
import { PreJoinPage } from "./pre-join-page.tsx";
import { forgetRoom, rememberRoom } from "./recent-rooms.ts";
import { fragment, setFragment, showPath } from "./router.ts";
import { WaitingPage } from "./waiting-page.tsx";

type Devices = Record<DeviceKind, Preview>;

/** A room: first the page before it, then the call, then what remains of it. */
export function RoomPage({ slug }: { slug: string }) {
  /** The answer to the first question for a pass; asking makes the room's media ready too. */
  const access = useSignal<SessionResult | null>(null);
  /** The call, once it has been entered from this page. */
  const parts = useSignal<CallParts | null>(null);
  const busy = useSignal(false);
  const fault = useSignal<Words | null>(null);
  const held = useSignal<Devices | null>(null);
  /** Where nobody has made the room: whether it will be encrypted. A link with a secret says so itself. */
  const wantsEncryption = useSignal(false);
  /** What is given where the room asks for a password. */
  const password = useSignal("");
  /** Where the room is: its owner may give it another address meanwhile. */
  const address = useSignal(slug);
  /**
   * Done once the first question for a pass is answered. Nothing else is asked before: whoever comes for the first time would be
   * given two names as a guest, and could lose the room that they make by the one to the other.
   */
  const firstAnswer = useRef<Promise<void> | null>(null);
  /** Whether another page has been gone to meanwhile: nobody joins then. */
  const isGone = useRef(false);
  /** Why the last call here ended; it stays on the page while another one is joined. */
  const last = useRef<EndReason | null>(null);

  const entry = (): SessionRequest => {
    const invite = inviteIn(fragment.peek());
    return {
      ...(invite === undefined ? {} : { invite }),
      ...(password.peek() === "" ? {} : { password: password.peek() }),
    };
  };

  useEffect(() => {
    isGone.current = false;
    const atOnce = takeJoinAtOnce(slug);
    const invite = inviteIn(fragment.peek());
    const asked = requestSession(slug, invite === undefined ? {} : { invite });
    firstAnswer.current = asked.then((result) => {
      if (isGone.current) return;
      access.value = result;
      if (result.kind === "ok") void measureNear(result.session);
      if (atOnce && result.kind === "ok") enter(preferences.peek().name || (account.peek()?.name ?? ""));
    });
    const stop = loadCallSoon(asked.then((result) => (result.kind === "ok" ? result.session : null)));
    return () => {
      isGone.current = true;
      stop();
      closePreview();
      void parts.value?.call.leave();
    };
  }, [slug, access, parts]);

  const title = access.value?.kind === "ok" ? access.value.session.room.title : slug;
  useEffect(() => {
    document.title = `${title} · Nearcast`;
  }, [title]);

  const join = async (name: string, takeDevices: () => Devices) => {
    if (busy.value) return;
    busy.value = true;
    fault.value = null;
    try {
      await firstAnswer.current;
      if (isGone.current) return;
      // In the address before the room is made, so that nobody makes a room and loses the way in.
      if (
        access.value?.kind === "not_found" &&
        wantsEncryption.value &&
        roomSecretIn(fragment.value) === null
      )
        setFragment(makeRoomSecret());
      const secret = roomSecretIn(fragment.value);
      const [admission, loaded] = await Promise.all([
        admit(address.value, access.value, entry(), secret !== null),
        loadCall(),
      ]);
      if (isGone.current) return;
      if ("refused" in admission) {
        const { error, refused } = admission;
        // It may ask only since the last time.
        if (error.code === "password_needed") {
          access.value = { kind: "error", error, offline: false };
          last.current = null;
        } else fault.value = refused;
        return;
      }
      access.value = { kind: "ok", session: admission.session };
      // What is asked again is checked again: it may have been made by somebody else meanwhile.
      fault.value = linkFault({
        encrypted: admission.session.room.encrypted,
        hasSecret: secret !== null,
        possible: canEncrypt(),
      });
      if (fault.value) return;
      const { microphone, camera } = takeDevices();
      const { microphoneId, cameraId } = preferences.value;
      parts.value = loaded;
      await loaded.call.join({
        slug: address.value,
        session: admission.session,
        entry: entry(),
        name,
        tab: tabId(),
        secret,
        roundTrips: roundTrips.peek(),
        microphone: { on: microphone.on, deviceId: microphoneId, track: microphone.track },
        camera: { on: camera.on, deviceId: cameraId, track: camera.track },
      });
    } catch {
      fault.value = NOT_LOADED;
    } finally {
      busy.value = false;
    }
  };

  /** Joins with the devices that the page before the call shows. */
  const enter = (name: string) =>
    void join(name, () => {
      held.value = takePreview();
      return held.value;
    });

  const status = parts.value?.call.status.value;
  const isIn = status?.kind === "joined";
  useEffect(() => {
    const name = parts.value?.call.room.peek()?.title;
    if (isIn && name !== undefined) rememberRoom({ slug: address.value, title: name }, Date.now());
  }, [isIn, address.value, address, parts]);

  const isHere = isIn || status?.kind === "reconnecting";
  const isEncrypted = access.value?.kind === "ok" && access.value.session.room.encrypted;
  const roomTitle = parts.value?.call.room.value?.title ?? title;
  useEffect(() => {
    if (isHere) callHere.value = { room: isEncrypted ? null : { slug: address.value, title: roomTitle } };
    return () => {
      callHere.value = null;
    };
  }, [isHere, isEncrypted, roomTitle, address.value]);

  const told = isIn ? parts.value?.call.room.value?.slug : undefined;
  useEffect(() => {
    if (told === undefined || told === address.peek()) return;
    forgetRoom(address.peek());
    address.value = told;
    showPath(`/r/${told}`);
  }, [told, address]);

  if (typeof RTCPeerConnection === "undefined") return <MessagePage words={UNSUPPORTED} above={title} />;

  if (parts.value && status?.kind === "waiting") {
    const { call } = parts.value;
    return <WaitingPage title={title} attended={status.attended} onLeave={() => void call.leave()} />;
  }
  if (parts.value && (status?.kind === "joined" || status?.kind === "reconnecting")) {
    const { CallPage } = parts.value;
    return <CallPage slug={address.value} title={title} />;
  }
  if (status?.kind === "ended" && !busy.value) last.current = status.reason;
  if (last.current) {
    const rejoin = () => {
      // The pass was used by the join that ended: the next one needs its own.
      access.value = null;
      const again = (on: boolean): Preview => ({ on, track: null, fault: null });
      const { name, microphone, camera } = preferences.value;
      void join(name, () => ({ microphone: again(microphone), camera: again(camera) }));
    };
    return (
      <EndedPage
        title={title}
        reason={last.current}
        busy={busy.value}
        fault={fault.value}
        onRejoin={rejoin}
      />
    );
  }
  const hasSecret = roomSecretIn(fragment.value) !== null;
  const encrypted = access.value?.kind === "ok" ? access.value.session.room.encrypted : null;
  return (
    <PreJoinPage
      slug={slug}
      title={title}
      access={access.value}
      busy={busy.value}
      fault={fault.value}
      held={held.value}
      password={
        access.value?.kind === "error" && access.value.error.code === "password_needed" ? password : null
      }
      hasInvite={inviteIn(fragment.value) !== undefined}
      encryption={{
        isSure: encrypted ?? hasSecret,
        wanted: wantsEncryption.value,
        possible: canEncrypt(),
        fault: access.value === null ? null : linkFault({ encrypted, hasSecret, possible: canEncrypt() }),
        onWanted: (wanted) => {
          wantsEncryption.value = wanted;
        },
      }}
      onJoin={(name) => {
        setPreferences({ name });
        enter(name);
      }}
    />
  );
}
