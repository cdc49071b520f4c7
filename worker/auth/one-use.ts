import type { Store } from "../store.ts";

/**
 * Marks a token as used, under `used/<token id>`, until it ends by itself. False where it was used before. Times are in
 * seconds since 1970.
 */
export function useOnce(store: Store, tokenId: string, expiresAt: number, now: number): boolean {
  for (const [key, end] of store.list<number>({ prefix: "used/", limit: 100 }))
    if (end < now) store.delete(key);
  if (store.get(`used/${tokenId}`) !== undefined) return false;
  store.put(`used/${tokenId}`, expiresAt);
  return true;
}
