import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { account } from "../../state/remembered-account.ts";

type Loaded = typeof import("./signed-in-layer.tsx");

/** What is there on every page for whoever is signed in; who never is loads nothing of it. */
export function LazySignedInLayer() {
  const parts = useSignal<Loaded | null>(null);
  const isSignedIn = account.value !== null;
  useEffect(() => {
    if (!isSignedIn) return;
    import("./signed-in-layer.tsx").then(
      (module) => {
        parts.value = module;
      },
      // The page works without it; what is missing then is how it is with friends.
      () => undefined,
    );
  }, [isSignedIn, parts]);
  return parts.value ? <parts.value.SignedInLayer /> : null;
}
