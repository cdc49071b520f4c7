import { best, isWorse, type Quality, worst } from "./quality.ts";

/** Verdicts in a row that it takes to show something worse, */
const TO_WORSEN = 2;
/** and something better: who was disturbed is told that it is over when it is. */
const TO_IMPROVE = 3;

/** What is shown, and the verdicts that it rests on, newest last. */
export interface SteadyQuality {
  readonly shown: Quality;
  readonly recent: readonly Quality[];
}

/** What is shown before there was any verdict. */
export const STEADY_START: SteadyQuality = { shown: { level: "good" }, recent: [] };

/** One more verdict: a single one changes nothing, so that the mark does not flicker. */
export function steady({ shown, recent: before }: SteadyQuality, verdict: Quality): SteadyQuality {
  const recent = [...before, verdict].slice(-TO_IMPROVE);
  const last = recent.slice(-TO_WORSEN);
  if (last.length === TO_WORSEN && last.every((quality) => isWorse(quality, shown))) {
    // As bad as all of them were, and no worse.
    return { shown: best(last), recent };
  }
  if (recent.length === TO_IMPROVE && recent.every((quality) => isWorse(shown, quality))) {
    return { shown: worst(recent), recent };
  }
  // As bad as before, but maybe for another reason.
  return { shown: verdict.level === shown.level ? verdict : shown, recent };
}
