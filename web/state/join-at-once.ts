let wanted: string | null = null;

/** Whoever goes to this room next joins as they did the last time, and is not asked before. */
export function joinAtOnce(slug: string): void {
  wanted = slug;
}

/** Whether this room is to be joined at once; it is for this one time. */
export function takeJoinAtOnce(slug: string): boolean {
  const isWanted = wanted === slug;
  wanted = null;
  return isWanted;
}
