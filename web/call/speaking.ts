/** Who was heard speaking when: by participant, in milliseconds on one clock. */
export type Voices = ReadonlyMap<string, { readonly speaking: boolean; readonly lastLoudAt: number }>;

/** Levels are linear, 0 to 1. A voice must rise above one to count, and stay below the other for a while to end. */
const STARTS_AT = 0.03;
const ENDS_BELOW = 0.015;
const HOLD_MS = 700;

/** Who speaks, from everybody's level now. Who has no level any more is silent at once. */
export function hear(voices: Voices, levels: ReadonlyMap<string, number>, now: number): Voices {
  const next = new Map<string, { speaking: boolean; lastLoudAt: number }>();
  for (const [id, level] of levels) {
    const before = voices.get(id) ?? { speaking: false, lastLoudAt: Number.NEGATIVE_INFINITY };
    const threshold = before.speaking ? ENDS_BELOW : STARTS_AT;
    const lastLoudAt = level >= threshold ? now : before.lastLoudAt;
    next.set(id, { speaking: now - lastLoudAt < HOLD_MS, lastLoudAt });
  }
  return next;
}

/** The ids of those who speak. */
export function speakersOf(voices: Voices): Set<string> {
  return new Set([...voices].filter(([, { speaking }]) => speaking).map(([id]) => id));
}
