import type { Role } from "../../../protocol/room/participants.ts";

/** What each role is called. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  owner: "Owner",
  moderator: "Moderator",
  participant: "Participant",
  viewer: "Viewer",
};

/** What looking after a room, and taking part in it without a word, says to people in the call. */
export const ROOM_WORDS = {
  settings: "Room settings",
  invitations: "Invitations",
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
  sureToDelete: "Delete this room with its chat, at once and for good?",
  deleteShort: "Delete",
} as const;
