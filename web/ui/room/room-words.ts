import type { Role } from "../../../protocol/room/participants.ts";
import { t } from "../../language/translate.ts";

/** What each role is called. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  owner: t("Owner"),
  moderator: t("Moderator"),
  participant: t("Participant"),
  viewer: t("Viewer"),
};

/** What looking after a room, and taking part in it without a word, says to people in the call. */
export const ROOM_WORDS = {
  settings: t("Room settings"),
  invitations: t("Invitations"),
  locked: t("Locked"),
  // hands and emojis
  react: t("React"),
  reactOrRaiseHand: t("React or raise hand"),
  raiseHand: t("Raise hand"),
  lowerHand: t("Lower hand"),
  lowerAllHands: t("Lower all hands"),
  handRaised: t("hand raised"),
  handPlace: (place: number) => t("hand raised, number {place}", { place }),
  handsUp: (name: string) => t("{name} raised a hand", { name }),
  shows: (name: string, reaction: string) => `${name}: ${reaction}`,
  you: t("You"),
  // at the door
  waiting: t("Waiting to come in"),
  letIn: t("Let in"),
  refuse: t("Refuse"),
  letAllIn: t("Let all in"),
  refuseAll: t("Refuse all"),
  guest: t("Guest"),
  account: t("Has an account"),
  resemblesBanned: t("From the same network as somebody who was banned"),
  // about one person
  remove: t("Remove"),
  sureToRemove: (name: string) =>
    t("Remove {name}? They can come back, where the room lets them in.", { name }),
  ban: t("Ban"),
  sureToBan: (name: string) =>
    t("Ban {name}? They cannot come back; for a day, who comes from their network waits to be let in.", {
      name,
    }),
  handOver: t("Make owner"),
  sureToHandOver: (name: string) => t("Make {name} the owner? You will be a moderator.", { name }),
  cancel: t("Cancel"),
  sureToDelete: t("Delete this room with its chat, at once and for good?"),
  deleteShort: t("Delete"),
} as const;
