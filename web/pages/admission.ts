import type { Session, SessionRequest } from "../../protocol/api.ts";
import { type WireError, wireError } from "../../protocol/errors.ts";
import { createRoom, isFresh, requestSession, type SessionResult } from "../state/session-request.ts";
import { errorWords, type Words } from "../ui/words.ts";

/** A pass into the room, or why there is none. */
export type Admission =
  | { readonly session: Session }
  | { readonly refused: Words; readonly error: WireError };

/**
 * Gets a pass to join with: the one that is known while it is fresh, else a new one, by `entry`. A room that nobody has made
 * is made, encrypted or not as `encrypted` says.
 */
export async function admit(
  slug: string,
  known: SessionResult | null,
  entry: SessionRequest,
  encrypted: boolean,
): Promise<Admission> {
  if (known?.kind === "ok" && isFresh(known.session)) return { session: known.session };
  const asked = known?.kind === "not_found" ? known : await requestSession(slug, entry);
  if (asked.kind === "ok") return { session: asked.session };
  if (asked.kind === "error") return refusal(asked.error);

  const made = await createRoom({ slug, settings: { encrypted } });
  // Somebody may have made it just now: then it is asked for once more, and is open or not.
  if (made.kind === "error" && made.error.code !== "slug_taken") return refusal(made.error);
  const again = await requestSession(slug, entry);
  if (again.kind === "ok") return { session: again.session };
  if (again.kind === "error") return refusal(again.error);
  return refusal(wireError(made.kind === "error" ? "slug_taken" : "room_not_found"));
}

function refusal(error: WireError): Admission {
  return { refused: errorWords(error.code, error.message), error };
}
