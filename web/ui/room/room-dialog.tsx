import { useSignal } from "@preact/signals";
import type { RoomChange, RoomDetails } from "../../../protocol/room/settings.ts";
import { Modal } from "../modal.tsx";
import { Tabs } from "../tabs.tsx";
import { AccessSettings } from "./access-settings.tsx";
import { AddressForm } from "./address-form.tsx";
import { BanList } from "./ban-list.tsx";
import { DeleteRoom } from "./delete-room.tsx";
import { PermissionSettings } from "./permission-settings.tsx";
import { ROOM_WORDS } from "./room-words.ts";
import { TitleForm } from "./title-form.tsx";

const SECTIONS = [
  { key: "access", label: ROOM_WORDS.access },
  { key: "permissions", label: ROOM_WORDS.permissions },
  { key: "bans", label: ROOM_WORDS.bans },
  { key: "room", label: ROOM_WORDS.room },
] as const;

interface RoomDialogProps {
  room: RoomDetails;
  isOwner: boolean;
  onChange: (change: RoomChange) => void;
  onLock: (locked: boolean) => void;
  onClose: () => void;
}

/** What a room is like, for those who look after it. Everything but its name changes at once. */
export function RoomDialog({ room, isOwner, onChange, onLock, onClose }: RoomDialogProps) {
  const section = useSignal<(typeof SECTIONS)[number]["key"]>("access");
  return (
    <Modal id="room-settings" title={ROOM_WORDS.settings} size="wide" onClose={onClose}>
      <div class="modal-form settings">
        <Tabs
          name={ROOM_WORDS.settings}
          tabs={SECTIONS}
          chosen={section.value}
          onChoose={(key) => {
            section.value = key;
          }}
        >
          {section.value === "access" ? (
            <AccessSettings room={room} onChange={onChange} onLock={onLock} />
          ) : null}
          {section.value === "permissions" ? (
            <PermissionSettings rules={room.rules} onChange={(rules) => onChange({ rules })} />
          ) : null}
          {section.value === "bans" ? <BanList /> : null}
          {section.value === "room" ? (
            <>
              <TitleForm title={room.title} onSave={(title) => onChange({ title })} />
              {isOwner ? <AddressForm key={room.slug} slug={room.slug} /> : null}
              {isOwner ? <DeleteRoom slug={room.slug} /> : null}
            </>
          ) : null}
        </Tabs>
        <div class="modal-buttons">
          <button type="button" class="button primary" onClick={onClose}>
            {ROOM_WORDS.done}
          </button>
        </div>
      </div>
    </Modal>
  );
}
