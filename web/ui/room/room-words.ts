import type { Role } from "../../../protocol/room/participants.ts";
import type { Rules } from "../../../protocol/room/rules.ts";

/** What each role is called. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  owner: "Owner",
  moderator: "Moderator",
  participant: "Participant",
  viewer: "Viewer",
};

/** What looking after a room, and taking part in it without a word, says to people. */
export const ROOM_WORDS = {
  settings: "Room settings",
  done: "Done",
  locked: "Locked",
  // hands and emojis
  react: "React",
  reactOrRaiseHand: "React or raise hand",
  raiseHand: "Raise hand",
  lowerHand: "Lower hand",
  lowerAllHands: "Lower all hands",
  handRaised: "hand raised",
  handPlace: (place: number) => `hand raised, number ${place}`,
  handsUp: (name: string) => `${name} raised a hand`,
  shows: (name: string, reaction: string) => `${name}: ${reaction}`,
  you: "You",
  // at the door
  waiting: "Waiting to come in",
  letIn: "Let in",
  refuse: "Refuse",
  letAllIn: "Let all in",
  refuseAll: "Refuse all",
  guest: "Guest",
  account: "Has an account",
  resemblesBanned: "From the same network as somebody who was banned",
  // about one person
  remove: "Remove",
  sureToRemove: (name: string) => `Remove ${name}? They can come back, where the room lets them in.`,
  ban: "Ban",
  sureToBan: (name: string) =>
    `Ban ${name}? They cannot come back; for a day, who comes from their network waits to be let in.`,
  handOver: "Make owner",
  sureToHandOver: (name: string) => `Make ${name} the owner? You will be a moderator.`,
  cancel: "Cancel",
  // settings
  access: "Access",
  permissions: "Permissions",
  bans: "Bans",
  room: "Room",
  lock: "Lock the room",
  lockHint: "Nobody new comes in. Who was in may come back.",
  lobby: "Who waits until somebody lets them in",
  lobbyNobody: "Nobody",
  lobbyGuests: "Guests",
  lobbyEverybody: "Everybody",
  lobbyHint: "The owner and the moderators never wait, and let in those who do.",
  guests: "Guests may come in",
  guestsHint: "People without an account.",
  limit: "Most people at once",
  title: "Room name",
  save: "Save",
  saved: "Saved.",
  address: "Address",
  addressHint: "Links to the address until now stop working.",
  addressRules: "An address is 1 to 64 of a–z, 0–9 and inner hyphens.",
  moved: "The room has its new address.",
  deleteShort: "Delete",
  delete: "Delete the room",
  deleteHint: "Everybody in it is sent out, and its chat goes with it.",
  sureToDelete: "Delete this room with its chat, at once and for good?",
  noBans: "Nobody is banned.",
  bansUnknown: "The bans could not be loaded. Close this and try again.",
  unban: "End ban",
  bannedBy: (by: string, at: string) => `by ${by}, ${at}`,
} as const;

/** Each rule of a room, and the question that it answers. */
export const RULE_NAMES: Readonly<Record<keyof Rules, string>> = {
  speak: "Who may speak",
  camera: "Who may show a camera",
  share: "Who may share a screen",
  draw: "Who may draw on shares",
  chat: "Who may write in the chat",
};

/** From which role on, in words. */
export const LEAST_NAMES: Readonly<Record<Role, string>> = {
  viewer: "Everybody",
  participant: "All but viewers",
  moderator: "Moderators",
  owner: "Only the owner",
};
