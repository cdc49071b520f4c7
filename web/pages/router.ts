import { signal } from "@preact/signals";

/** The pages that there are. */
export type Route =
  | { page: "home" }
  | { page: "room"; slug: string }
  /** `next`: where to go then. */
  | { page: "sign-in"; next: string }
  | { page: "account" }
  | { page: "not-found" };

/** The page of a path. */
function routeOf(path: string, search: string): Route {
  if (path === "/" || path === "") return { page: "home" };
  if (path === "/sign-in") return { page: "sign-in", next: nextIn(search) };
  if (path === "/account") return { page: "account" };
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

/** Goes to another page without loading it. */
export function navigate(path: string): void {
  history.pushState(null, "", path);
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
