import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { account } from "../../state/remembered-account.ts";

type Loaded = typeof import("./friends-section.tsx");

/** The friends of who is signed in; nothing of it is loaded for anybody else. */
export function LazyFriends() {
  const parts = useSignal<Loaded | null>(null);
  const user = account.value;
  const isSignedIn = user !== null;
  useEffect(() => {
    if (!isSignedIn) return;
    import("./friends-section.tsx").then(
      (module) => {
        parts.value = module;
      },
      // The start works without it; the next time the page is opened it is tried again.
      () => undefined,
    );
  }, [isSignedIn, parts]);
  if (!user || !parts.value) return null;
  const { FriendsSection } = parts.value;
  return <FriendsSection key={user.id} user={user} />;
}
