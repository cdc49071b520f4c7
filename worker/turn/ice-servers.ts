import type { IceServer, IceServers } from "../../protocol/ice-servers.ts";
import { errorText, log } from "../log.ts";
import { fetchServers } from "./cloudflare-turn.ts";
import { signedServers } from "./shared-secret.ts";
import type { CloudflareTurn, TurnSettings } from "./turn-settings.ts";

/** Times are in milliseconds since 1970. */
interface Minted {
  readonly servers: IceServer[];
  readonly expiresAt: number;
  /** Until then they are given out again, and nobody else is asked. */
  readonly sharedUntil: number;
}

/** What is given out to several pages, by the key that it is for. It is known here for as long as this isolate lives. */
const minted = new Map<string, Minted>();
/** They are given out for this part of their life: who gets them last still has most of it. */
const SHARED_PART = 1 / 4;
/** Where none can be had, pages come back within this time, */
const RETRY_SECONDS = 60;
/** and Cloudflare is left alone for this long, however many ask. */
const PAUSE_MS = 5_000;

/** What a page needs to find a way out of its network, as good as it can be had. */
export async function iceServersFor(settings: TurnSettings | null, now: number): Promise<IceServers> {
  if (settings === null) return { servers: [], expiresIn: null };
  if (settings.kind === "cloudflare") return sharedServers(settings, now);
  const expiresAt = now + settings.seconds * 1000;
  return { servers: await signedServers(settings, expiresAt), expiresIn: settings.seconds };
}

async function sharedServers(settings: CloudflareTurn, now: number): Promise<IceServers> {
  const { keyId } = settings;
  const known = minted.get(keyId);
  if (known && now < known.sharedUntil) return given(known, now);
  const next = await mint(settings, known, now);
  minted.set(keyId, next);
  return given(next, now);
}

async function mint(settings: CloudflareTurn, known: Minted | undefined, now: number): Promise<Minted> {
  const lifeMs = settings.seconds * 1000;
  try {
    const servers = await fetchServers(settings);
    return { servers, expiresAt: now + lifeMs, sharedUntil: now + lifeMs * SHARED_PART };
  } catch (error) {
    log({ event: "turn-failed", error: errorText(error) });
    const sharedUntil = now + PAUSE_MS;
    const spareMs = RETRY_SECONDS * 1000;
    if (known && now + spareMs < known.expiresAt) return { ...known, sharedUntil };
    // A call without a relay is better than no call, and for most people as good.
    return { servers: [], expiresAt: now + spareMs, sharedUntil };
  }
}

function given({ servers, expiresAt }: Minted, now: number): IceServers {
  return { servers, expiresIn: Math.floor((expiresAt - now) / 1000) };
}
