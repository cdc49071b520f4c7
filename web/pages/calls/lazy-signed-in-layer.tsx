import { account } from "../../state/remembered-account.ts";
import { useLoaded } from "../../ui/use-loaded.ts";

const load = () => import("./signed-in-layer.tsx");

/** What is there on every page for whoever is signed in; who never is loads nothing of it. */
export function LazySignedInLayer() {
  const parts = useLoaded(load, account.value !== null);
  return parts ? <parts.SignedInLayer /> : null;
}
