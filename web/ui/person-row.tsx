import { useSignal } from "@preact/signals";
import type { Role } from "../../protocol/room/participants.ts";
import type { Action } from "../../protocol/room/permissions.ts";
import type { Person } from "../state/types.ts";
import { Avatar } from "./avatar.tsx";
import { CameraIcon, MicrophoneIcon, MicrophoneOffIcon, MoreIcon, ScreenIcon } from "./icons.tsx";

/** What can be done to others, where one's role allows it. */
export interface PeopleActions {
  readonly may: (action: Action, target?: Role) => boolean;
  readonly muteOther: (producerId: string) => void;
  readonly stopOther: (producerId: string) => void;
  readonly setRole: (participantId: string, role: Exclude<Role, "owner">) => void;
}

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  owner: "Owner",
  moderator: "Moderator",
  participant: "Participant",
  viewer: "Viewer",
};
const GIVEN_ROLES = ["moderator", "participant", "viewer"] as const;

/** One person: who they are, what they send, and what may be done about it. */
export function PersonRow({ person, actions }: { person: Person; actions: PeopleActions }) {
  const open = useSignal(false);
  const microphone = person.streams.find((stream) => stream.source === "microphone");
  const speaks = microphone !== undefined && !microphone.paused;
  const shown = person.streams.filter((stream) => stream.source === "camera" || stream.source === "screen");

  const canMute = speaks && actions.may("mute-others", person.role);
  const canStop = shown.length > 0 && actions.may("stop-others", person.role);
  const canSetRole = person.role !== "owner" && actions.may("set-roles", person.role);
  const hasActions = !person.isSelf && (canMute || canStop || canSetRole);

  return (
    <li class={`person${person.connected ? "" : " away"}`}>
      <div class="person-line">
        <Avatar id={person.id} name={person.name} />
        <div class="person-who">
          <span class="person-name">
            {person.name}
            {person.isSelf ? <span class="person-note"> (you)</span> : null}
          </span>
          <span class="person-note">
            {ROLE_NAMES[person.role]}
            {person.connected ? "" : " · reconnecting…"}
          </span>
        </div>
        <PersonMarks person={person} speaks={speaks} />
        {hasActions ? (
          <button
            type="button"
            class="quiet-icon"
            aria-label={`Actions for ${person.name}`}
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
              Turn microphone off
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
                  {stream.source === "screen" ? "Stop screen" : "Stop camera"}
                </button>
              ))
            : null}
          {canSetRole ? (
            <label class="role-choice">
              Role
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
      {has("screen") ? (
        <span role="img" aria-label="shares a screen" class="mark-screen">
          <ScreenIcon />
        </span>
      ) : null}
      {has("camera") ? (
        <span role="img" aria-label="camera on">
          <CameraIcon />
        </span>
      ) : null}
      <span role="img" aria-label={speaks ? "microphone on" : "muted"} class={speaks ? "" : "mark-muted"}>
        {speaks ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
      </span>
    </span>
  );
}
