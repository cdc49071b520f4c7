import type { MessageOf } from "../frame.ts";
import { renewIceServersSchema } from "../ice-servers.ts";
import { annotateSchema, setDrawingSchema } from "./annotations.ts";
import { chatPassSchema, chatSchema, deleteChatSchema, editChatSchema, reactChatSchema } from "./chat.ts";
import { attachSchema } from "./files.ts";
import { cheerSchema, lowerHandsSchema, raiseHandSchema } from "./hands.ts";
import { listInvitesSchema, makeInviteSchema, revokeInviteSchema } from "./invites.ts";
import { joinSchema, mediaCapabilitiesSchema, reserveSchema, resumeSchema } from "./join.ts";
import { admitSchema } from "./lobby.ts";
import { banSchema, handOverSchema, kickSchema, listBansSchema, unbanSchema } from "./moderation.ts";
import { leaveSchema, renameSchema, setRoleSchema } from "./participants.ts";
import {
  consumeSchema,
  movedSchema,
  publishSchema,
  restartIceSchema,
  setPausedSchema,
  startConsumersSchema,
  unpublishSchema,
} from "./producers.ts";
import { markReadSchema, setTypingSchema } from "./reading.ts";
import { setRecordingSchema } from "./recording.ts";
import { relaySchema } from "./relay.ts";
import { avoidDirectSchema } from "./route.ts";
import { changeRoomSchema, lockSchema, setPasswordSchema } from "./settings.ts";
import { watchSchema } from "./watching.ts";

/** Every message that a page sends to its room. */
export const TO_ROOM = {
  reserve: reserveSchema,
  join: joinSchema,
  resume: resumeSchema,
  leave: leaveSchema,
  rename: renameSchema,
  "set-role": setRoleSchema,
  publish: publishSchema,
  unpublish: unpublishSchema,
  "set-paused": setPausedSchema,
  consume: consumeSchema,
  "start-consumers": startConsumersSchema,
  moved: movedSchema,
  "restart-ice": restartIceSchema,
  /** My transports are beyond repair, make new ones; an `offer` follows. What was published is gone. */
  "renew-media": mediaCapabilitiesSchema,
  "renew-ice-servers": renewIceServersSchema,
  attach: attachSchema,
  chat: chatSchema,
  "edit-chat": editChatSchema,
  "delete-chat": deleteChatSchema,
  "react-chat": reactChatSchema,
  "chat-pass": chatPassSchema,
  "set-typing": setTypingSchema,
  "mark-read": markReadSchema,
  relay: relaySchema,
  "avoid-direct": avoidDirectSchema,
  watch: watchSchema,
  annotate: annotateSchema,
  "set-drawing": setDrawingSchema,
  "raise-hand": raiseHandSchema,
  "lower-hands": lowerHandsSchema,
  cheer: cheerSchema,
  "set-recording": setRecordingSchema,
  kick: kickSchema,
  ban: banSchema,
  unban: unbanSchema,
  "list-bans": listBansSchema,
  "hand-over": handOverSchema,
  admit: admitSchema,
  lock: lockSchema,
  "change-room": changeRoomSchema,
  "set-password": setPasswordSchema,
  "make-invite": makeInviteSchema,
  "list-invites": listInvitesSchema,
  "revoke-invite": revokeInviteSchema,
};
export type ToRoom = MessageOf<typeof TO_ROOM>;
