import { useSignal } from "@preact/signals";
import type { Action } from "../../../protocol/room/permissions.ts";
import type { RoomChange, RoomDetails } from "../../../protocol/room/settings.ts";
import { Modal } from "../modal.tsx";
import { Tabs } from "../tabs.tsx";
import { AccessSettings } from "./access-settings.tsx";
import { AddressForm } from "./address-form.tsx";
import { BanList } from "./ban-list.tsx";
import { DeleteRoom } from "./delete-room.tsx";
import { ROOM_DIALOG_WORDS } from "./dialog-words.ts";
import { InviteList } from "./invite-list.tsx";
import { PermissionSettings } from "./permission-settings.tsx";
import { RegionsForm } from "./regions-form.tsx";
import { ROOM_WORDS } from "./room-words.ts";
import { TitleForm } from "./title-form.tsx";

const SECTIONS = [
  { key: "access", label: ROOM_DIALOG_WORDS.access },
  { key: "permissions", label: ROOM_DIALOG_WORDS.permissions },
  { key: "invitations", label: ROOM_WORDS.invitations },
  { key: "bans", label: ROOM_DIALOG_WORDS.bans },
  { key: "room", label: ROOM_DIALOG_WORDS.room },
] as const;

interface RoomDialogProps {
  room: RoomDetails;
  /** What one may do to it. */
  may: (action: Action) => boolean;
  linkOf: (invite: string) => string;
  onChange: (change: RoomChange) => void;
  onLock: (locked: boolean) => void;
  onClose: () => void;
}

/** What a room is like, for those who look after it, and its invitations for those who may bring others. Everything but its name changes at once. */
export function RoomDialog(props: RoomDialogProps) {
  const { room, may, linkOf, onChange, onLock, onClose } = props;
  const mayChange = may("change-room");
  const sections = SECTIONS.filter(({ key }) => (key === "invitations" ? may("invite") : mayChange));
  const section = useSignal<(typeof SECTIONS)[number]["key"]>(sections[0]?.key ?? "access");
  const title = mayChange ? ROOM_WORDS.settings : ROOM_WORDS.invitations;
  return (
    <Modal id="room-settings" title={title} size="wide" onClose={onClose}>
      <div class="modal-form settings">
        <Tabs
          name={title}
          tabs={sections}
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
          {section.value === "invitations" ? <InviteList linkOf={linkOf} /> : null}
          {section.value === "bans" ? <BanList /> : null}
          {section.value === "room" ? (
            <>
              <TitleForm title={room.title} onSave={(title) => onChange({ title })} />
              {may("set-regions") ? (
                <RegionsForm
                  key={room.regions?.join()}
                  regions={room.regions}
                  onSave={(regions) => onChange({ regions })}
                />
              ) : null}
              {may("set-address") ? <AddressForm key={room.slug} slug={room.slug} /> : null}
              {may("delete-room") ? <DeleteRoom slug={room.slug} /> : null}
            </>
          ) : null}
        </Tabs>
        <div class="modal-buttons">
          <button type="button" class="button primary" onClick={onClose}>
            {ROOM_DIALOG_WORDS.done}
          </button>
        </div>
      </div>
    </Modal>
  );
}
