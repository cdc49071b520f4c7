import type { IceServer, IceServers } from "../../protocol/ice-servers.ts";
import { TIMES } from "../../protocol/limits.ts";
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
/** Where none can be had, pages come back within this time, in milliseconds, */
const SPARE_MS = 60_000;
/** and Cloudflare is left alone for this long, however many ask. */
const PAUSE_MS = 5_000;

/** What a page needs to find a way out of its network, as good as it can be had. */
export async function iceServersFor(settings: TurnSettings | null, now: number): Promise<IceServers> {
  if (settings === null) return { servers: [], expiresIn: null };
  if (settings.kind === "cloudflare") return sharedServers(settings, now);
  const expiresAt = now + settings.seconds * 1000;
  return { servers: await signedServers(settings, expiresAt), expiresIn: settings.seconds };
}

/**
 * One asks Cloudflare, and others who come meanwhile get what is known, where that is still good. They do not wait for the one who asks:
 * what a request waits for ends with that request, and would leave them waiting for ever. So where nothing is known each asks by itself.
 */
async function sharedServers(settings: CloudflareTurn, now: number): Promise<IceServers> {
  const { keyId } = settings;
  const known = minted.get(keyId);
  if (known && now < known.sharedUntil) return given(known, now);
  const meanwhile = known && isStillGood(known, now) ? extend(known, now, TIMES.turnTimeoutMs) : known;
  if (meanwhile) minted.set(keyId, meanwhile);
  const next = await mint(settings, meanwhile, now);
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
    // Somebody else may have been given some.
    const latest = minted.get(settings.keyId);
    return latest && latest !== known ? latest : extend(known, now, PAUSE_MS);
  }
}

/** Whether what is known may be given out while others are asked for; that there are none is believed for as long as it was said. */
function isStillGood({ servers, expiresAt }: Minted, now: number): boolean {
  return now + (servers.length > 0 ? SPARE_MS : 0) < expiresAt;
}

/** What is given out for `forMs` without asking. A call without a relay is better than no call, and for most people as good. */
function extend(known: Minted | undefined, now: number, forMs: number): Minted {
  const sharedUntil = now + forMs;
  if (known && now + SPARE_MS < known.expiresAt) return { ...known, sharedUntil };
  return { servers: [], expiresAt: now + SPARE_MS, sharedUntil };
}

function given({ servers, expiresAt }: Minted, now: number): IceServers {
  return { servers, expiresIn: Math.floor((expiresAt - now) / 1000) };
}
