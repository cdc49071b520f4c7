import { ERRORS, type ErrorCode } from "../../protocol/errors.ts";
import type { CaptureFault, EndReason } from "../state/types.ts";

/** Something that happened, and what to do about it. */
export interface Words {
  readonly title: string;
  readonly what: string;
}

/** What can be captured. */
export type Captured = "microphone" | "camera" | "screen";

const NOUN: Readonly<Record<Captured, string>> = {
  microphone: "microphone",
  camera: "camera",
  screen: "screen",
};

/** Puts a capture that failed into words; null where the person just changed their mind. */
export function captureWords(fault: CaptureFault, captured: Captured): Words | null {
  const noun = NOUN[captured];
  switch (fault) {
    case "cancelled":
      return null;
    case "insecure-context":
      return {
        title: `This page may not use your ${noun}`,
        what: "Browsers allow it on secure pages only. Open this address with https://.",
      };
    case "permission-denied":
      return captured === "screen"
        ? {
            title: "Your screen was not shared",
            what: "Sharing was refused. Share again and choose a screen; on a Mac, allow screen recording for this browser in System Settings.",
          }
        : {
            title: `Your ${noun} is blocked`,
            what: `Allow the ${noun} for this page with the icon beside the address, then try again.`,
          };
    case "no-device":
      return captured === "screen"
        ? { title: "There is no screen to share", what: "Open what you want to show, then share again." }
        : { title: `No ${noun} was found`, what: "Plug one in, or choose another one, then try again." };
    case "device-busy":
      return {
        title: `Your ${noun} is in use`,
        what: `Another program holds the ${noun}. Close it there, then try again.`,
      };
    case "unsupported":
      return {
        title:
          captured === "screen" ? "This browser cannot share a screen" : `This browser cannot use a ${noun}`,
        what: "Use a current Chrome, Edge, Firefox or Safari, for screens on a computer.",
      };
    case "unknown":
      return {
        title: `Your ${noun} did not start`,
        what: "Try again. If it stays like this, restart the browser.",
      };
  }
}

/** The one thing that an ended call offers to do. */
export type EndAction = "join-again" | "ask-again" | "use-here" | "try-again" | "reload" | "home";

/** What each of them is called. */
export const END_ACTIONS: Readonly<Record<EndAction, string>> = {
  "join-again": "Join again",
  "ask-again": "Ask again",
  "use-here": "Use here",
  "try-again": "Try again",
  reload: "Reload",
  home: "Go to the start page",
};

/** Puts the end of a call into words, with what to do next. */
export function endWords(reason: EndReason): Words & { readonly action: EndAction } {
  switch (reason.kind) {
    case "left":
      return { title: "You left the room", what: "The others can go on without you.", action: "join-again" };
    case "replaced":
      return {
        title: "You are in this room in another tab",
        what: "The call goes on there. You can bring it back to this tab.",
        action: "use-here",
      };
    case "kicked":
      return {
        title: "You were removed from the room",
        what: "Somebody who looks after this room took you out. You may come back, where the room lets you in.",
        action: "join-again",
      };
    case "banned":
      return { title: TITLES.banned ?? "", what: WHAT.banned ?? "", action: "home" };
    case "deleted":
      return {
        title: "The room was deleted",
        what: "Its owner has deleted it, with its chat.",
        action: "home",
      };
    case "lost":
      return {
        title: "The connection was lost",
        what: "It stayed away too long for your place to be kept. Check your network, then join again.",
        action: "join-again",
      };
    case "refused":
      return {
        ...errorWords(reason.error.code, reason.error.message),
        action: actionAfter(reason.error.code),
      };
  }
}

const TITLES: Partial<Record<ErrorCode, string>> = {
  version_mismatch: "A newer Nearcast is here",
  room_full: "This room is full",
  room_locked: "This room is locked",
  accounts_only: "This room is for people with an account",
  password_needed: "This room asks for a password",
  wrong_room_password: "That is not the password",
  banned: "You were banned from this room",
  not_admitted: "You were not let in",
  lobby_full: "Too many people wait at the door",
  room_not_found: "There is no room here",
  session_expired: "You were away too long",
  unauthorized: "Your pass is no longer valid",
  forbidden: "You are not allowed in here",
  slug_taken: "That address is taken",
  rate_limited: "That was too much at once",
  media_unavailable: "No media server is free",
  database_unavailable: "The database does not answer",
  foreign_origin: "This page belongs to another site",
};

const WHAT: Partial<Record<ErrorCode, string>> = {
  version_mismatch: "This page and the server do not match any more. Reload it, and you are back.",
  room_not_found: "Nobody has made this room yet, or it is not open to you. Check the link.",
  slug_taken: "Somebody else has a room at this address, and it is not open to you. Choose another address.",
  room_full: "Try again when somebody has left.",
  room_locked: "Nobody new comes in for now. Ask somebody who is in it to unlock it, then try again.",
  accounts_only: "Sign in, then come back by the same link.",
  password_needed: "Ask whoever invited you, then try again.",
  wrong_room_password: "Check it, and try again. Capital letters count.",
  banned: "Somebody who looks after it took you out, and you cannot come back. Only they can change that.",
  not_admitted: "Whoever looks after this room did not let you in this time.",
  lobby_full: "Try again in a moment.",
  session_expired: "Your place was given up while you were gone. Join again.",
  unauthorized: "It was used or it expired. Join again to get a new one.",
};

/** Puts an error of the server into words; `detail` is its own sentence, where there is one. */
export function errorWords(code: ErrorCode, detail?: string): Words {
  return {
    title: TITLES[code] ?? "That did not work",
    what: WHAT[code] ?? detail ?? ERRORS[code],
  };
}

function actionAfter(code: ErrorCode): EndAction {
  if (code === "version_mismatch") return "reload";
  if (code === "not_admitted") return "ask-again";
  if (code === "banned" || code === "forbidden" || code === "slug_taken" || code === "foreign_origin")
    return "home";
  return code === "session_expired" || code === "unauthorized" ? "join-again" : "try-again";
}

/** What a browser without the needed parts is told. */
export const UNSUPPORTED: Words = {
  title: "This browser cannot carry a call",
  what: "Nearcast needs WebRTC. Use a current Chrome, Edge, Firefox or Safari.",
};

/** What is said when the room's link was copied: what it is good for, */
export const LINK_COPIED = "The link is copied. Whoever has it can come in.";
/** and where the room asks for a password. */
export const LINK_COPIED_PASSWORD =
  "The link is copied. Whoever comes by it is asked for the room's password.";

/** What is said when a part of the page could not be loaded. */
export const NOT_LOADED: Words = {
  title: "The call could not be loaded",
  what: "Check your network, then try again. If it stays like this, reload the page.",
};
