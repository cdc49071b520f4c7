import { Hono, type HonoRequest } from "hono";
import { createMiddleware } from "hono/factory";
import { NONCE, secureHeaders } from "hono/secure-headers";
import type { Env } from "../env.ts";

const NONE = ["'none'"];
const SELF = ["'self'"];
const HALF_A_YEAR = "max-age=15552000";

/**
 * What the page may do. Scripts run that were in the page as it was sent, and what those load, and no others: not even a
 * file of this site that somebody uploaded. Text does not become a script by way of the DOM. Nobody may frame it.
 */
const pageHeaders = secureHeaders({
  strictTransportSecurity: HALF_A_YEAR,
  contentSecurityPolicy: {
    defaultSrc: NONE,
    scriptSrc: [NONCE, "'strict-dynamic'", "'wasm-unsafe-eval'"],
    styleSrc: SELF,
    imgSrc: ["'self'", "data:", "blob:"],
    mediaSrc: ["'self'", "blob:"],
    connectSrc: SELF,
    workerSrc: SELF,
    manifestSrc: SELF,
    baseUri: NONE,
    formAction: SELF,
    frameAncestors: NONE,
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ["nearcast"],
  },
  permissionsPolicy: {
    camera: ["self"],
    microphone: ["self"],
    displayCapture: ["self"],
    fullscreen: ["self"],
    geolocation: [],
    payment: [],
    usb: [],
  },
  xFrameOptions: "DENY",
});

const NOT_PAGES = /^\/(?:api|assets|\.well-known)\//;

/** Whether somebody asks for the page: at an address that is no file and none of the API's. */
export function isOfPage({ method, path }: HonoRequest): boolean {
  return (method === "GET" || method === "HEAD") && !NOT_PAGES.test(path);
}

/** The page, at each of its addresses; it finds out by itself which of them is which. */
export const page = new Hono<{ Bindings: Env }>().get("*", pageHeaders, async (context) => {
  const nonce = context.get("secureHeadersNonce") ?? "";
  const file = await context.env.ASSETS.fetch(new URL("/", context.req.url));
  const answer = new Response(file.body, { status: file.status });
  answer.headers.set("Content-Type", "text/html; charset=utf-8");
  // Another one each time: what a browser has kept has the nonce of its own policy.
  answer.headers.set("Cache-Control", "no-store");
  return new HTMLRewriter()
    .on("[nonce]", { element: (element) => void element.setAttribute("nonce", nonce) })
    .transform(answer);
});

const dataHeaders = secureHeaders({
  strictTransportSecurity: HALF_A_YEAR,
  contentSecurityPolicy: { defaultSrc: NONE, frameAncestors: NONE },
  xFrameOptions: "DENY",
});

/** For what is no page: nothing of it runs or is shown in a frame, whatever it is taken for. */
export const securityHeaders = createMiddleware(async (context, next) => {
  // A socket's answer is the room's own, and nobody reads it.
  if (context.req.header("Upgrade") !== undefined) return next();
  return dataHeaders(context, next);
});
