import type { Session } from "../../protocol/api.ts";
import { loadOnce } from "../state/load-once.ts";

/** The call: its screens, and what they stand on. It is most of the program, and is not loaded before somebody may join. */
export interface CallParts {
  readonly call: typeof import("../state/call.ts");
  readonly CallPage: typeof import("./call-page.tsx").CallPage;
}

/** Loads the call, once. */
export const loadCall = loadOnce<CallParts>(() =>
  Promise.all([import("../state/call.ts"), import("./call-page.tsx")]).then(([call, { CallPage }]) => ({
    call,
    CallPage,
  })),
);

const SIGNS = ["pointermove", "pointerdown", "keydown", "input"] as const;

/**
 * Loads the call at the first sign of a person, so that it is there when they join; a page that only stands open loads nothing.
 *
 * @param pass into the room; null where there is none that may be joined
 */
export function loadCallSoon(pass: Promise<Session | null>): () => void {
  const signs = new AbortController();
  let undo: (() => void) | null = null;
  let isOver = false;
  const load = () => {
    signs.abort();
    // A failure is told when the person joins, and not before.
    loadCall().then(
      ({ call }) => {
        if (!isOver) undo = call.preloadCall(pass);
      },
      () => undefined,
    );
  };
  for (const sign of SIGNS) addEventListener(sign, load, { signal: signs.signal, passive: true });
  return () => {
    isOver = true;
    signs.abort();
    undo?.();
  };
}
