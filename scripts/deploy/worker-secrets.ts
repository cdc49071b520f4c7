import { makeAccessKey, makePushKey, makeRandomText } from "../cli/make-secrets.ts";

/** Secrets that nobody needs to know but the Worker, by how they are made. */
const MADE: Readonly<Record<string, () => string>> = {
  TOKEN_SECRET: makeRandomText,
  ACCESS_KEYS: () => JSON.stringify({ keys: [makeAccessKey()] }),
  PUSH_KEY: () => JSON.stringify(makePushKey()),
};

/** Makes those of them that the Worker does not have: whatever it has is never replaced, because people are signed in by it. */
export function makeMissingSecrets(present: ReadonlySet<string>): Record<string, string> {
  const missing = Object.entries(MADE).filter(([name]) => !present.has(name));
  return Object.fromEntries(missing.map(([name, make]) => [name, make()]));
}
