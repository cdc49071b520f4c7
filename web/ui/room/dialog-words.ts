import type { Role } from "../../../protocol/room/participants.ts";
import type { Rules } from "../../../protocol/room/rules.ts";
import { t } from "../../language/translate.ts";

/** What the dialog about a room says: it is loaded with that, and not with the call. */
export const ROOM_DIALOG_WORDS = {
  done: t("Done"),
  access: t("Access"),
  permissions: t("Permissions"),
  bans: t("Bans"),
  room: t("Room"),
  lock: t("Lock the room"),
  lockHint: t("Nobody new comes in. Who was in may come back."),
  lobby: t("Who waits until somebody lets them in"),
  lobbyNobody: t("Nobody"),
  lobbyGuests: t("Guests"),
  lobbyEverybody: t("Everybody"),
  lobbyHint: t("The owner and the moderators never wait, and let in those who do."),
  guests: t("Guests may come in"),
  guestsHint: t("People without an account."),
  limit: t("Most people at once"),
  password: t("Password"),
  passwordHint: t(
    "Who comes in without an invitation is asked for it. Those who look after the room are not.",
  ),
  passwordSetHint: t("The room asks for a password. Give another one to change it."),
  setPassword: t("Set password"),
  changePassword: t("Change password"),
  removePassword: t("Ask for none"),
  passwordSet: t("The room asks for this password from now on."),
  // invitations
  inviteHint: t("Who comes by an invitation needs no password and no account, and waits for nobody."),
  inviteFor: t("Good for"),
  inviteUses: t("For how many people"),
  anyTime: t("No end"),
  anyNumber: t("Any number"),
  makeInvite: t("Make a link"),
  inviteMade: t("The invitation is copied. Whoever has it can come in."),
  copyInvite: t("Copy"),
  revoke: t("Revoke"),
  noInvites: t("There are no invitations."),
  invitesUnknown: t("The invitations could not be loaded. Close this and try again."),
  inviteUntil: (until: string) => t("until {until}", { until }),
  inviteUsed: (used: number, uses: number) => t("used {used} of {uses}", { used, uses }),
  inviteBy: (by: string) => t("by {by}", { by }),
  title: t("Room name"),
  save: t("Save"),
  saved: t("Saved."),
  address: t("Address"),
  addressHint: t("Links to the address until now stop working."),
  addressRules: t("An address is 1 to 64 of a–z, 0–9 and inner hyphens."),
  moved: t("The room has its new address."),
  regions: t("Media servers only in"),
  regionsHint: t(
    "Names of regions as your operator gives them, with commas between them. Nothing: anywhere. Where none of them is free, the room waits.",
  ),
  delete: t("Delete the room"),
  deleteHint: t("Everybody in it is sent out, and its chat goes with it."),
  noBans: t("Nobody is banned."),
  bansUnknown: t("The bans could not be loaded. Close this and try again."),
  unban: t("End ban"),
  bannedBy: (by: string, at: string) => t("by {by}, {at}", { by, at }),
} as const;

/** Each rule of a room, and the question that it answers. */
export const RULE_NAMES: Readonly<Record<keyof Rules, string>> = {
  speak: t("Who may speak"),
  camera: t("Who may show a camera"),
  share: t("Who may share a screen"),
  draw: t("Who may draw on shares"),
  chat: t("Who may write in the chat"),
  invite: t("Who may make invitations"),
  record: t("Who may record"),
};

/** From which role on, in words. */
export const LEAST_NAMES: Readonly<Record<Role, string>> = {
  viewer: t("Everybody"),
  participant: t("All but viewers"),
  moderator: t("Moderators"),
  owner: t("Only the owner"),
};
