import { afterEach, beforeEach, expect, inject, vi } from "vitest";
import { NOTIFICATION_PATHS } from "../../../protocol/user/notifications.ts";
import type { Member } from "./friends.ts";

/** Where browsers of these tests say that they are reached. */
export const SERVICE = "https://updates.push.services.mozilla.com/";
const { pushService } = inject("surroundings");

/**
 * Has what goes to browsers' push services, which are out there, go to the one of these tests; call it once, at the top of a test
 * file. Returns the addresses to which something went, those of each test.
 */
export function triedPushes(): readonly string[] {
  const tried: string[] = [];
  beforeEach(() => {
    tried.length = 0;
    const reach = globalThis.fetch;
    vi.stubGlobal("fetch", (address: string, init?: RequestInit) => {
      if (!String(address).startsWith(SERVICE)) return reach(address, init);
      tried.push(String(address));
      return reach(`${pushService}/${String(address).slice(SERVICE.length)}`, init);
    });
  });
  afterEach(() => vi.unstubAllGlobals());
  return tried;
}

interface Received {
  readonly headers: Record<string, string>;
  readonly data: { kind: string };
}

/** A browser that has subscribed. */
export class Browser {
  static async of(member: Member): Promise<Browser> {
    const made = await fetch(`${pushService}/browsers`, { method: "POST" });
    const { id, keys } = await made.json<{ id: string; keys: object }>();
    const browser = new Browser(id, keys);
    expect((await browser.subscribe(member)).status).toBe(200);
    return browser;
  }

  readonly id: string;
  readonly keys: object;

  private constructor(id: string, keys: object) {
    this.id = id;
    this.keys = keys;
  }

  get endpoint(): string {
    return SERVICE + this.id;
  }

  subscribe(member: Member): Promise<Response> {
    return member.guest.post(NOTIFICATION_PATHS.subscriptions, { endpoint: this.endpoint, keys: this.keys });
  }

  async received(): Promise<Received[]> {
    return (await fetch(`${pushService}/${this.id}`)).json();
  }

  /** Its push service answers this from now on. */
  async uninstall(status: number): Promise<void> {
    await fetch(`${pushService}/${this.id}?status=${status}`, { method: "DELETE" });
  }
}
