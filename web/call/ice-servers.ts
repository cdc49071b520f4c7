import type { IceServers as Given } from "../../protocol/ice-servers.ts";
import { nextRenewal } from "./ice-renewal.ts";

/** What ICE servers need of their owner. */
export interface IceServersOwner {
  /** Asks for others. */
  renew(): Promise<Given>;
  /** There are others. */
  changed(): void;
}

/** Servers as the browser takes them. */
export function iceServersOf({ servers }: Pick<Given, "servers">): (RTCIceServer & { urls: string[] })[] {
  return servers.map(({ urls, username = "", credential = "" }) => ({ urls, username, credential }));
}

/** The STUN and TURN servers of a call, which are renewed before their credentials end, for as long as the call lasts. */
export class IceServers {
  readonly #owner: IceServersOwner;
  #servers: readonly (RTCIceServer & { urls: string[] })[] = [];
  #expiresAt: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(owner: IceServersOwner) {
    this.#owner = owner;
  }

  /** All of them: for what goes to the node. */
  get all(): RTCIceServer[] {
    return [...this.#servers];
  }

  /** Those that say how this page is seen from outside, and relay nothing: what would be relayed goes by the node. */
  get stun(): RTCIceServer[] {
    return this.#servers
      .map(({ urls }) => ({ urls: urls.filter((url) => url.startsWith("stun")) }))
      .filter(({ urls }) => urls.length > 0);
  }

  /** Uses these from now on. */
  use({ servers, expiresIn }: Given): void {
    if (this.#closed) return;
    this.#servers = iceServersOf({ servers });
    this.#expiresAt = expiresIn === null ? null : Date.now() + expiresIn * 1000;
    this.#schedule(0);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #schedule(failures: number): void {
    clearTimeout(this.#timer);
    if (this.#expiresAt === null) return;
    const leftMs = this.#expiresAt - Date.now();
    this.#timer = setTimeout(() => void this.#renew(failures), nextRenewal(leftMs, failures));
  }

  async #renew(failures: number): Promise<void> {
    try {
      this.use(await this.#owner.renew());
      if (!this.#closed) this.#owner.changed();
    } catch {
      // No connection to the room, most likely: that is on its way back by itself.
      if (!this.#closed) this.#schedule(failures + 1);
    }
  }
}
