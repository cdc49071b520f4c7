import type { Role } from "../../../protocol/room/participants.ts";
import type { Rules } from "../../../protocol/room/rules.ts";

/** What the dialog about a room says: it is loaded with that, and not with the call. */
export const ROOM_DIALOG_WORDS = {
  done: "Done",
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
  password: "Password",
  passwordHint: "Who comes in without an invitation is asked for it. Those who look after the room are not.",
  passwordSetHint: "The room asks for a password. Give another one to change it.",
  setPassword: "Set password",
  changePassword: "Change password",
  removePassword: "Ask for none",
  passwordSet: "The room asks for this password from now on.",
  // invitations
  inviteHint: "Who comes by an invitation needs no password and no account, and waits for nobody.",
  inviteFor: "Good for",
  inviteUses: "For how many people",
  anyTime: "No end",
  anyNumber: "Any number",
  makeInvite: "Make a link",
  inviteMade: "The invitation is copied. Whoever has it can come in.",
  copyInvite: "Copy",
  revoke: "Revoke",
  noInvites: "There are no invitations.",
  invitesUnknown: "The invitations could not be loaded. Close this and try again.",
  inviteUntil: (until: string) => `until ${until}`,
  inviteUsed: (used: number, uses: number) => `used ${used} of ${uses}`,
  inviteBy: (by: string) => `by ${by}`,
  title: "Room name",
  save: "Save",
  saved: "Saved.",
  address: "Address",
  addressHint: "Links to the address until now stop working.",
  addressRules: "An address is 1 to 64 of a–z, 0–9 and inner hyphens.",
  moved: "The room has its new address.",
  delete: "Delete the room",
  deleteHint: "Everybody in it is sent out, and its chat goes with it.",
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
  invite: "Who may make invitations",
};

/** From which role on, in words. */
export const LEAST_NAMES: Readonly<Record<Role, string>> = {
  viewer: "Everybody",
  participant: "All but viewers",
  moderator: "Moderators",
  owner: "Only the owner",
};
