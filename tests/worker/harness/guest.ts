import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { PATHS, type Session } from "../../../protocol/api.ts";
import type { Position } from "../../../protocol/position.ts";
import type { RoomDetails } from "../../../protocol/room/settings.ts";
import { app } from "../../../worker/app.ts";
import type { Env } from "../../../worker/env.ts";

export const ORIGIN = "https://nearcast.test";

/** The code of an error that the API answered. */
export async function codeOf(response: Response): Promise<string | undefined> {
  const { error } = await response.json<{ error?: { code: string } }>();
  return error?.code;
}

interface Cookie {
  readonly value: string;
  readonly path: string;
}

/** A person's browser: keeps the cookies that it is given, and says whose page it shows. */
export class Guest {
  readonly #cookies = new Map<string, Cookie>();
  // Requests are counted by address, and the tests together are a flood.
  address = `2001:db8:${crypto.randomUUID().slice(0, 4)}:${crypto.randomUUID().slice(0, 4)}::1`;

  /** What the Worker of its requests is told besides: as that of another deployment. */
  readonly #variables: Partial<Env> | null;

  constructor(variables: Partial<Env> | null = null) {
    this.#variables = variables;
  }

  /** What Cloudflare says of its requests. */
  cf: { readonly latitude?: string; readonly longitude?: string } = {};

  /** The value of a cookie; undefined where there is none. */
  cookie(name: string): string | undefined {
    return this.#cookies.get(name)?.value;
  }

  setCookie(name: string, value: string, path = "/api"): void {
    this.#cookies.set(name, { value, path });
  }

  /** Another browser with a copy of all that this one holds. */
  copy(): Guest {
    const copy = new Guest(this.#variables);
    for (const [name, { value, path }] of this.#cookies) copy.setCookie(name, value, path);
    return copy;
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has("Origin")) headers.set("Origin", ORIGIN);
    const sent = [...this.#cookies].filter(([, cookie]) => path.startsWith(cookie.path));
    if (sent.length > 0)
      headers.set("Cookie", sent.map(([name, { value }]) => `${name}=${value}`).join("; "));
    headers.set("CF-Connecting-IP", this.address);
    const request = { redirect: "manual", ...init, headers, cf: this.cf as CfProperties } as const;
    const response = await this.#send(ORIGIN + path, request);
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  async #send(url: string, init: RequestInit<CfProperties>): Promise<Response> {
    if (!this.#variables) return exports.default.fetch(url, init);
    const context = createExecutionContext();
    const response = await app.fetch(new Request(url, init), { ...env, ...this.#variables }, context);
    await waitOnExecutionContext(context);
    return response;
  }

  #keep(line: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/;\s*Max-Age=0(;|$)/i.test(line)) this.#cookies.delete(name);
    else this.setCookie(name, value, /;\s*Path=([^;]+)/i.exec(line)?.[1]);
  }

  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Response> {
    const json = { "Content-Type": "application/json", ...headers };
    return this.fetch(path, { method: "POST", body: JSON.stringify(body), headers: json });
  }

  /** Makes a room of one's own. */
  async makeRoom(body: object = {}): Promise<RoomDetails> {
    const response = await this.post(PATHS.rooms, body);
    if (response.status !== 201) throw new Error(`no room: ${await response.text()}`);
    return response.json();
  }

  /** Gets a pass into a room, as its page does when it is opened. */
  async session(slug: string): Promise<Session> {
    const response = await this.post(PATHS.session(slug));
    if (response.status !== 200) throw new Error(`no session: ${await response.text()}`);
    return response.json();
  }
}

/** Somebody whom Cloudflare sees there. */
export function guestAt({ latitude, longitude }: Position): Guest {
  const guest = new Guest();
  guest.cf = { latitude: String(latitude), longitude: String(longitude) };
  return guest;
}
