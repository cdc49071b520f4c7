import { useSignal } from "@preact/signals";
import type { Role } from "../../protocol/room/participants.ts";
import type { Action } from "../../protocol/room/permissions.ts";
import { t } from "../language/translate.ts";
import type { Person } from "../state/types.ts";
import { Avatar } from "./avatar.tsx";
import {
  CameraIcon,
  HandIcon,
  MicrophoneIcon,
  MicrophoneOffIcon,
  MoreIcon,
  RecordIcon,
  ScreenIcon,
} from "./icons.tsx";
import { ConfirmedButton } from "./room/confirmed-button.tsx";
import { ROLE_NAMES, ROOM_WORDS } from "./room/room-words.ts";

/** What can be done to others, where one's role allows it. */
export interface PeopleActions {
  readonly may: (action: Action, target?: Role) => boolean;
  readonly muteOther: (producerId: string) => void;
  readonly stopOther: (producerId: string) => void;
  readonly setRole: (participantId: string, role: Exclude<Role, "owner">) => void;
  readonly stopRecording: (participantId: string) => void;
  readonly lowerHands: (participantIds: string[]) => void;
  readonly kick: (participantId: string) => void;
  readonly ban: (participantId: string) => void;
  readonly handOver: (participantId: string) => void;
  readonly admit: (ids: string[], admitted: boolean) => void;
}

const GIVEN_ROLES = ["moderator", "participant", "viewer"] as const;

interface PersonRowProps {
  person: Person;
  /** Their place among those who have raised a hand; 0 where theirs is down. */
  handPlace: number;
  actions: PeopleActions;
}

/** One person: who they are, what they send, and what may be done about it. */
export function PersonRow({ person, handPlace, actions }: PersonRowProps) {
  const open = useSignal(false);
  const microphone = person.streams.find((stream) => stream.source === "microphone");
  const speaks = microphone !== undefined && !microphone.paused;
  const shown = person.streams.filter((stream) => stream.source === "camera" || stream.source === "screen");

  const canMute = speaks && actions.may("mute-others", person.role);
  const canStop = shown.length > 0 && actions.may("stop-others", person.role);
  const canSetRole = person.role !== "owner" && actions.may("set-roles", person.role);
  const canLower = handPlace > 0 && actions.may("lower-hands");
  const canStopRecording = person.recording && actions.may("stop-recording", person.role);
  const canKick = actions.may("kick", person.role);
  const canBan = actions.may("ban", person.role);
  const canHandOver = actions.may("hand-over", person.role);
  const can = [canMute, canStop, canSetRole, canLower, canStopRecording, canKick, canBan, canHandOver];
  const hasActions = !person.isSelf && can.includes(true);

  return (
    <li class={`person${person.connected ? "" : " away"}`}>
      <div class="person-line">
        <Avatar id={person.id} name={person.name} picture={person.picture} />
        <div class="person-who">
          <span class="person-name">
            {person.name}
            {person.isSelf ? <span class="person-note"> {t("(you)")}</span> : null}
          </span>
          <span class="person-note">
            {ROLE_NAMES[person.role]}
            {person.connected ? "" : t(" · reconnecting…")}
          </span>
        </div>
        {handPlace > 0 ? (
          <span class="hand-mark" role="img" aria-label={ROOM_WORDS.handPlace(handPlace)}>
            <HandIcon />
            {handPlace}
          </span>
        ) : null}
        <PersonMarks person={person} speaks={speaks} />
        {hasActions ? (
          <button
            type="button"
            class="quiet-icon"
            aria-label={t("Actions for {name}", { name: person.name })}
            aria-expanded={open.value}
            onClick={() => {
              open.value = !open.value;
            }}
          >
            <MoreIcon />
          </button>
        ) : null}
      </div>
      {hasActions && open.value ? (
        <div class="person-actions">
          {canMute ? (
            <button
              type="button"
              class="small-button"
              onClick={() => actions.muteOther(microphone.producerId)}
            >
              {t("Turn microphone off")}
            </button>
          ) : null}
          {canStop
            ? shown.map((stream) => (
                <button
                  type="button"
                  class="small-button"
                  key={stream.producerId}
                  onClick={() => actions.stopOther(stream.producerId)}
                >
                  {stream.source === "screen" ? t("Stop screen") : t("Stop camera")}
                </button>
              ))
            : null}
          {canLower ? (
            <button type="button" class="small-button" onClick={() => actions.lowerHands([person.id])}>
              {ROOM_WORDS.lowerHand}
            </button>
          ) : null}
          {canStopRecording ? (
            <button type="button" class="small-button" onClick={() => actions.stopRecording(person.id)}>
              {t("Stop recording")}
            </button>
          ) : null}
          {canSetRole ? (
            <label class="role-choice">
              {t("Role")}
              <select
                value={person.role}
                onChange={(event) => {
                  const role = GIVEN_ROLES.find((each) => each === event.currentTarget.value);
                  if (role) actions.setRole(person.id, role);
                }}
              >
                {GIVEN_ROLES.map((role) => (
                  <option key={role} value={role}>
                    {ROLE_NAMES[role]}
                  </option>
                ))}
              </select>
            </label>
          ) : null}
          {canHandOver ? (
            <ConfirmedButton
              label={ROOM_WORDS.handOver}
              question={ROOM_WORDS.sureToHandOver(person.name)}
              onConfirm={() => actions.handOver(person.id)}
            />
          ) : null}
          {canKick ? (
            <ConfirmedButton
              label={ROOM_WORDS.remove}
              question={ROOM_WORDS.sureToRemove(person.name)}
              danger
              onConfirm={() => actions.kick(person.id)}
            />
          ) : null}
          {canBan ? (
            <ConfirmedButton
              label={ROOM_WORDS.ban}
              question={ROOM_WORDS.sureToBan(person.name)}
              danger
              onConfirm={() => actions.ban(person.id)}
            />
          ) : null}
        </div>
      ) : null}
    </li>
  );
}

function PersonMarks({ person, speaks }: { person: Person; speaks: boolean }) {
  const has = (source: "screen" | "camera") =>
    person.streams.some((stream) => stream.source === source && !stream.paused);
  return (
    <span class="person-marks">
      {person.recording ? (
        <span role="img" aria-label={t("records this call")} class="mark-recording">
          <RecordIcon />
        </span>
      ) : null}
      {has("screen") ? (
        <span role="img" aria-label={t("shares a screen")} class="mark-screen">
          <ScreenIcon />
        </span>
      ) : null}
      {has("camera") ? (
        <span role="img" aria-label={t("camera on")}>
          <CameraIcon />
        </span>
      ) : null}
      <span
        role="img"
        aria-label={speaks ? t("microphone on") : t("muted")}
        class={speaks ? "" : "mark-muted"}
      >
        {speaks ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
      </span>
    </span>
  );
}
