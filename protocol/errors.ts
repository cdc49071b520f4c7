import * as v from "valibot";

/** Every error code that crosses the wire, with the sentence a person can act on. Codes are stable; sentences may improve. */
export const ERRORS = {
  // frames
  frame_too_large: "That message is too large.",
  bad_json: "That message is not JSON.",
  bad_frame: "A frame is an array of messages, each an object with a type.",
  unknown_type: "This server does not know that type of message.",
  bad_message: "A field of that message is missing or wrong.",
  version_mismatch: "This page is older or newer than the server. Reload it.",
  rate_limited: "That was too much at once. Wait a moment and try again.",
  // joining
  not_joined: "Join the room first.",
  already_joined: "This connection has joined already.",
  unauthorized: "Your pass for this room is missing, expired or used. Reload the page.",
  forbidden: "You are not allowed to do that in this room.",
  foreign_origin: "This page belongs to another site.",
  room_not_found: "There is no such room, or it is not open to you.",
  room_full: "This room is full. Try again when somebody has left.",
  room_locked: "This room is locked: nobody new comes in. Ask somebody in it to unlock it.",
  accounts_only: "This room is for people with an account. Sign in, then come back.",
  password_needed: "This room asks for a password.",
  wrong_room_password: "That is not this room's password.",
  banned: "You were banned from this room.",
  not_admitted: "You were not let in.",
  lobby_full: "Too many people wait at this room's door. Try again in a moment.",
  session_expired: "You were away too long. Join again.",
  slug_taken: "That address is taken. Choose another one.",
  // accounts
  access_expired: "Your sign-in has to be renewed.",
  signed_out: "You are signed out. Sign in again.",
  wrong_credentials: "The e-mail address or the password is wrong.",
  wrong_password: "That is not your password.",
  email_taken: "That e-mail address cannot be used. If it is yours, sign in with it.",
  mail_only: "Accounts are made by a link that we e-mail to you. Reload this page.",
  link_expired: "That link was used before, or is too old. Ask for another one.",
  has_password: "You have a password already. Change that one.",
  handle_taken: "That handle is taken. Choose another one.",
  sign_in_expired: "That sign-in was begun too long ago, or in another browser. Try again.",
  provider_failed: "Signing in there did not work. Try again, or sign in another way.",
  identity_taken: "Somebody signs in by that account already. Sign in by it, or choose another one.",
  passkey_failed: "That passkey is not known here. Try another one, or sign in another way.",
  last_way_in: "Without that, you could not sign in any more. Add another way first.",
  // friends
  too_many_requests: "You have asked as many people as one can ask at a time. Take a request back first.",
  too_many_friends: "One of you has as many friends as one can have.",
  friend_not_found: "That is not there any more: they may have taken it back.",
  blocked_by_you: "You have blocked this person. End that first.",
  // what participants do
  unknown_participant: "That person is not in the room.",
  participant_away: "That person's connection is lost. They may be back in a moment.",
  unknown_producer: "That microphone, camera or screen is not being shared.",
  duplicate_producer: "That is being shared already.",
  too_many_bans: "This room has as many bans as a room can have. End some first.",
  too_many_invites: "This room has as many invitations as a room can have. Revoke some first.",
  too_many_producers: "You are sharing as much as one person can. Stop something first.",
  too_many_streams:
    "This room carries as many streams as a room can. Try again when somebody has stopped one.",
  // chat
  unknown_message: "That message is not here any more, or too old to be changed.",
  message_changed: "You have changed that message elsewhere meanwhile.",
  too_many_reactions: "That message has as many reactions as a message can have.",
  // files
  file_too_large: "That file is too large.",
  files_unavailable: "Files cannot be sent in an encrypted room.",
  too_many_files:
    "There are as many files as there can be. Send what you have attached, or delete some first.",
  bad_file: "That file is not what it is said to be.",
  unknown_file: "That file is not here. Attach it again.",
  // media
  media_unavailable: "No media server is free right now. It connects by itself when one is.",
  media_rejected: "The media server could not take that.",
  // the rest
  not_found: "There is nothing at this address.",
  bad_request: "That request is not understood.",
  database_unavailable: "The database does not answer right now. Try again in a moment.",
  node_not_found: "There is no such media node right now.",
  wrong_fleet_token: "That is not this fleet’s token.",
  node_removed: "This media node was removed. Start it anew.",
  internal: "Something went wrong on our side. Try again.",
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** Whether this is one of the codes. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text);
}

const codes = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

/** An error as it crosses the wire: a stable code, a sentence, and after how many milliseconds it is worth trying again. */
export const wireErrorSchema = v.object({
  code: v.picklist(codes),
  message: v.string(),
  retryAfterMs: v.optional(v.number()),
});
export type WireError = v.InferOutput<typeof wireErrorSchema>;

/** The wire error of `code`, with `detail` in place of the usual sentence where there is more to say. */
export function wireError(code: ErrorCode, detail?: string, retryAfterMs?: number): WireError {
  return {
    code,
    message: detail ?? ERRORS[code],
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** Why the server closed a socket: 4000 and the HTTP status that says the same (4000–4999 are an application's own, RFC 6455 §7.4.2). */
export const CLOSE_CODES = {
  /** The participant left, or the room removed it. */
  left: 4000,
  /** Somebody in the room put the participant out, */
  kicked: 4001,
  /** and for good. */
  banned: 4403,
  /** The room is no more. */
  deleted: 4002,
  /** The same participant came back on another socket. */
  replaced: 4409,
  /** Nothing to go on with: join again. */
  session_expired: 4410,
  /** A token was missing, wrong, expired or used. */
  unauthorized: 4401,
  /** Too many faults. */
  abuse: 4429,
  /** The page speaks another version of the protocol. */
  version_mismatch: 4426,
  /** For nodes: an operator removed it. It ends, and is welcome again when it is started anew. */
  removed: 4405,
  /** For nodes: the room is over, or is served by another node or in a later epoch. */
  not_serving: 4404,
} as const;
export type CloseReason = keyof typeof CLOSE_CODES;
