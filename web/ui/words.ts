import { ERRORS, type ErrorCode } from "../../protocol/errors.ts";
import { t } from "../language/translate.ts";
import type { CaptureFault, EndReason } from "../state/types.ts";

/** Something that happened, and what to do about it. */
export interface Words {
  readonly title: string;
  readonly what: string;
}

/** What can be captured. */
export type Captured = "microphone" | "camera" | "screen";

const NOUN: Readonly<Record<Captured, string>> = {
  microphone: t("microphone"),
  camera: t("camera"),
  screen: t("screen"),
};

/** Puts a capture that failed into words; null where the person just changed their mind. */
export function captureWords(fault: CaptureFault, captured: Captured): Words | null {
  const noun = NOUN[captured];
  switch (fault) {
    case "cancelled":
      return null;
    case "insecure-context":
      return {
        title: t("This page may not use your {noun}", { noun }),
        what: t("Browsers allow it on secure pages only. Open this address with https://."),
      };
    case "permission-denied":
      return captured === "screen"
        ? {
            title: t("Your screen was not shared"),
            what: t(
              "Sharing was refused. Share again and choose a screen; on a Mac, allow screen recording for this browser in System Settings.",
            ),
          }
        : {
            title: t("Your {noun} is blocked", { noun }),
            what: t("Allow the {noun} for this page with the icon beside the address, then try again.", {
              noun,
            }),
          };
    case "no-device":
      return captured === "screen"
        ? {
            title: t("There is no screen to share"),
            what: t("Open what you want to show, then share again."),
          }
        : {
            title: t("No {noun} was found", { noun }),
            what: t("Plug one in, or choose another one, then try again."),
          };
    case "device-busy":
      return {
        title: t("Your {noun} is in use", { noun }),
        what: t("Another program holds the {noun}. Close it there, then try again.", { noun }),
      };
    case "unsupported":
      return {
        title:
          captured === "screen"
            ? t("This browser cannot share a screen")
            : t("This browser cannot use a {noun}", { noun }),
        what: t("Use a current Chrome, Edge, Firefox or Safari, for screens on a computer."),
      };
    case "unknown":
      return {
        title: t("Your {noun} did not start", { noun }),
        what: t("Try again. If it stays like this, restart the browser."),
      };
  }
}

/** The one thing that an ended call offers to do. */
export type EndAction = "join-again" | "ask-again" | "use-here" | "try-again" | "reload" | "home";

/** What each of them is called. */
export const END_ACTIONS: Readonly<Record<EndAction, string>> = {
  "join-again": t("Join again"),
  "ask-again": t("Ask again"),
  "use-here": t("Use here"),
  "try-again": t("Try again"),
  reload: t("Reload"),
  home: t("Go to the start page"),
};

/** Puts the end of a call into words, with what to do next. */
export function endWords(reason: EndReason): Words & { readonly action: EndAction } {
  switch (reason.kind) {
    case "left":
      return {
        title: t("You left the room"),
        what: t("The others can go on without you."),
        action: "join-again",
      };
    case "replaced":
      return {
        title: t("You are in this room in another tab"),
        what: t("The call goes on there. You can bring it back to this tab."),
        action: "use-here",
      };
    case "kicked":
      return {
        title: t("You were removed from the room"),
        what: t(
          "Somebody who looks after this room took you out. You may come back, where the room lets you in.",
        ),
        action: "join-again",
      };
    case "banned":
      return { title: TITLES.banned ?? "", what: WHAT.banned ?? "", action: "home" };
    case "deleted":
      return {
        title: t("The room was deleted"),
        what: t("Its owner has deleted it, with its chat."),
        action: "home",
      };
    case "lost":
      return {
        title: t("The connection was lost"),
        what: t("It stayed away too long for your place to be kept. Check your network, then join again."),
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
  version_mismatch: t("A newer Nearcast is here"),
  room_full: t("This room is full"),
  room_locked: t("This room is locked"),
  accounts_only: t("This room is for people with an account"),
  password_needed: t("This room asks for a password"),
  wrong_room_password: t("That is not the password"),
  banned: t("You were banned from this room"),
  not_admitted: t("You were not let in"),
  lobby_full: t("Too many people wait at the door"),
  room_not_found: t("There is no room here"),
  session_expired: t("You were away too long"),
  unauthorized: t("Your pass is no longer valid"),
  forbidden: t("You are not allowed in here"),
  slug_taken: t("That address is taken"),
  rate_limited: t("That was too much at once"),
  media_unavailable: t("No media server is free"),
  database_unavailable: t("The database does not answer"),
  foreign_origin: t("This page belongs to another site"),
};

const WHAT: Partial<Record<ErrorCode, string>> = {
  version_mismatch: t("This page and the server do not match any more. Reload it, and you are back."),
  room_not_found: t("Nobody has made this room yet, or it is not open to you. Check the link."),
  slug_taken: t(
    "Somebody else has a room at this address, and it is not open to you. Choose another address.",
  ),
  room_full: t("Try again when somebody has left."),
  room_locked: t("Nobody new comes in for now. Ask somebody who is in it to unlock it, then try again."),
  accounts_only: t("Sign in, then come back by the same link."),
  password_needed: t("Ask whoever invited you, then try again."),
  wrong_room_password: t("Check it, and try again. Capital letters count."),
  banned: t("Somebody who looks after it took you out, and you cannot come back. Only they can change that."),
  not_admitted: t("Whoever looks after this room did not let you in this time."),
  lobby_full: t("Try again in a moment."),
  session_expired: t("Your place was given up while you were gone. Join again."),
  unauthorized: t("It was used or it expired. Join again to get a new one."),
};

/** Puts an error of the server into words; `detail` is its own sentence, where there is one. */
export function errorWords(code: ErrorCode, detail?: string): Words {
  return {
    title: TITLES[code] ?? t("That did not work"),
    what: WHAT[code] ?? t(detail ?? ERRORS[code]),
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
  title: t("This browser cannot carry a call"),
  what: t("Nearcast needs WebRTC. Use a current Chrome, Edge, Firefox or Safari."),
};

/** What is said when the room's link was copied: what it is good for, */
export const LINK_COPIED = t("The link is copied. Whoever has it can come in.");
/** and where the room asks for a password. */
export const LINK_COPIED_PASSWORD = t(
  "The link is copied. Whoever comes by it is asked for the room's password.",
);

/** What is said when a part of the page could not be loaded. */
export const NOT_LOADED: Words = {
  title: t("The call could not be loaded"),
  what: t("Check your network, then try again. If it stays like this, reload the page."),
};
