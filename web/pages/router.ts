import { signal } from "@preact/signals";
import { type ErrorCode, isErrorCode } from "../../protocol/errors.ts";
import { MAIL_PATHS } from "../../protocol/mails.ts";

/** The pages that there are. */
export type Route =
  | { page: "home" }
  | { page: "room"; slug: string }
  /** `next`: where to go then; `fault`: why signing in elsewhere did not work. */
  | { page: "sign-in"; next: string; fault: ErrorCode | null }
  /** Somebody comes back from where they have signed in. */
  | { page: "signed-in"; next: string }
  | { page: "account"; fault: ErrorCode | null }
  /** Where the links in mails lead. */
  | { page: "choose-password" | "confirm-address" }
  /** For who runs the media nodes. */
  | { page: "fleet" }
  | { page: "not-found" };

/** The page of a path. */
function routeOf(path: string, search: string): Route {
  if (path === "/" || path === "") return { page: "home" };
  if (path === "/sign-in") {
    const next = nextIn(search);
    const isDone = new URLSearchParams(search).has("done");
    return isDone ? { page: "signed-in", next } : { page: "sign-in", next, fault: faultIn(search) };
  }
  if (path === MAIL_PATHS.passwordPage) return { page: "choose-password" };
  if (path === MAIL_PATHS.confirmPage) return { page: "confirm-address" };
  if (path === "/fleet") return { page: "fleet" };
  if (path === "/account") return { page: "account", fault: faultIn(search) };
  const slug = /^\/r\/([^/]+)\/?$/u.exec(path)?.[1]?.toLowerCase();
  if (slug && /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/u.test(slug)) return { page: "room", slug };
  return { page: "not-found" };
}

/** Where a link to the sign-in wants to go then; only ever a path of this site. */
function nextIn(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? "/";
  const { origin, pathname } = new URL(next, location.origin);
  return origin === location.origin ? pathname : "/";
}

function faultIn(search: string): ErrorCode | null {
  const fault = new URLSearchParams(search).get("fault") ?? "";
  return isErrorCode(fault) ? fault : null;
}

/** The address of the sign-in that comes back here, fragment aside: that is kept from every server. */
export function signInPath(): string {
  return `/sign-in?next=${encodeURIComponent(location.pathname)}`;
}

/** Where the person is. */
export const route = signal<Route>(routeOf(location.pathname, location.search));

/**
 * What stands behind the `#` of the address, from there on. It is kept nowhere else: it may hold an encrypted room's
 * secret, which browsers send to nobody.
 */
export const fragment = signal(location.hash);

function follow(): void {
  route.value = routeOf(location.pathname, location.search);
  fragment.value = location.hash;
}

// Somebody who pastes the same address with another fragment stays on the page: then this is all that happens.
addEventListener("popstate", follow);
addEventListener("hashchange", follow);

/** Puts something behind the `#` of the address where the person is. */
export function setFragment(text: string): void {
  history.replaceState(null, "", `#${text}`);
  follow();
}

/** Has the address bar show another path of the page where the person is. */
export function showPath(path: string): void {
  history.replaceState(null, "", path + location.hash);
}

/** Goes to another page without loading it; `replaces`: so that nobody comes back to this one. */
export function navigate(path: string, { replaces = false } = {}): void {
  if (replaces) history.replaceState(null, "", path);
  else history.pushState(null, "", path);
  follow();
  scrollTo(0, 0);
}

/** The click handler of a link within the site; clicks that ask for a new tab are left to the browser. */
export function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (!(event.currentTarget instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  const { pathname, search } = event.currentTarget;
  navigate(pathname + search);
}
