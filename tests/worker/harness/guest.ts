import { exports } from "cloudflare:workers";
import type { RoomInfo, Session } from "../../../protocol/api.ts";
import { PATHS } from "../../../protocol/api.ts";

export const ORIGIN = "https://nearcast.test";

/** The code of an error that the API answered. */
export async function codeOf(response: Response): Promise<string | undefined> {
  const { error } = await response.json<{ error?: { code: string } }>();
  return error?.code;
}

/** A person's browser: keeps the cookie that it is given, and says whose page it shows. */
export class Guest {
  /** As the browser would send it; null before the first answer. */
  cookie: string | null = null;
  // Requests are counted by address, and the tests together are a flood.
  readonly address = `2001:db8::${crypto.randomUUID().slice(0, 4)}:${crypto.randomUUID().slice(0, 4)}`;

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has("Origin")) headers.set("Origin", ORIGIN);
    if (this.cookie) headers.set("Cookie", this.cookie);
    headers.set("CF-Connecting-IP", this.address);
    const response = await exports.default.fetch(ORIGIN + path, { ...init, headers });
    const cookie = response.headers.get("Set-Cookie")?.split(";")[0];
    if (cookie) this.cookie = cookie;
    return response;
  }

  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Response> {
    const json = { "Content-Type": "application/json", ...headers };
    return this.fetch(path, { method: "POST", body: JSON.stringify(body), headers: json });
  }

  /** Makes a room of one's own. */
  async makeRoom(body: object = {}): Promise<RoomInfo> {
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
