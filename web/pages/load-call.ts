/** The call: its screens, and what they stand on. It is most of the program, and is not loaded before somebody may join. */
export interface CallParts {
  readonly call: typeof import("../state/call.ts");
  readonly CallPage: typeof import("./call-page.tsx").CallPage;
}

let loading: Promise<CallParts> | null = null;

/** Loads the call, once. */
export function loadCall(): Promise<CallParts> {
  loading ??= Promise.all([import("../state/call.ts"), import("./call-page.tsx")]).then(
    ([call, { CallPage }]) => ({ call, CallPage }),
    (error: unknown) => {
      loading = null; // The next try loads again.
      throw error;
    },
  );
  return loading;
}

const SIGNS = ["pointermove", "pointerdown", "keydown", "input"] as const;

/** Loads the call at the first sign of a person, so that it is there when they join; a page that only stands open loads nothing. */
export function loadCallSoon(): () => void {
  const stop = new AbortController();
  const load = () => {
    stop.abort();
    // A failure is told when the person joins, and not before.
    loadCall().then(
      ({ call }) => call.preloadCall(),
      () => undefined,
    );
  };
  for (const sign of SIGNS) addEventListener(sign, load, { signal: stop.signal, passive: true });
  return () => stop.abort();
}
