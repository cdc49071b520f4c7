import { LIMITS } from "../../../protocol/limits.ts";
import type { RoomChange, RoomDetails } from "../../../protocol/room/settings.ts";
import { Choice } from "../choice.tsx";
import { Switch } from "../switch.tsx";
import { ROOM_DIALOG_WORDS } from "./dialog-words.ts";
import { PasswordForm } from "./password-form.tsx";

const LOBBIES = [
  { value: "nobody", label: ROOM_DIALOG_WORDS.lobbyNobody, hint: ROOM_DIALOG_WORDS.lobbyHint },
  { value: "guests", label: ROOM_DIALOG_WORDS.lobbyGuests, hint: ROOM_DIALOG_WORDS.lobbyHint },
  { value: "everybody", label: ROOM_DIALOG_WORDS.lobbyEverybody, hint: ROOM_DIALOG_WORDS.lobbyHint },
] as const;

interface AccessSettingsProps {
  room: RoomDetails;
  onChange: (change: RoomChange) => void;
  onLock: (locked: boolean) => void;
}

/** Who comes in, and how. */
export function AccessSettings({ room, onChange, onLock }: AccessSettingsProps) {
  return (
    <div class="switches">
      <Switch
        label={ROOM_DIALOG_WORDS.lock}
        hint={ROOM_DIALOG_WORDS.lockHint}
        on={room.locked}
        onChange={onLock}
      />
      <Choice
        legend={ROOM_DIALOG_WORDS.lobby}
        name="lobby"
        options={LOBBIES}
        value={room.lobby}
        onChange={(lobby) => onChange({ lobby })}
      />
      <Switch
        label={ROOM_DIALOG_WORDS.guests}
        hint={ROOM_DIALOG_WORDS.guestsHint}
        on={room.guests}
        onChange={(guests) => onChange({ guests })}
      />
      <PasswordForm hasPassword={room.hasPassword} />
      <label class="number-line">
        <span>{ROOM_DIALOG_WORDS.limit}</span>
        <input
          type="number"
          inputMode="numeric"
          min={2}
          max={room.encrypted ? LIMITS.encryptedParticipants : LIMITS.participantsPerRoom}
          value={room.limit}
          onChange={(event) => {
            const input = event.currentTarget;
            if (input.validity.valid && input.value !== "") onChange({ limit: input.valueAsNumber });
            else input.value = String(room.limit);
          }}
        />
      </label>
    </div>
  );
}
