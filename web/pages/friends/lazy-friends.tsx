import { account } from "../../state/remembered-account.ts";
import { useLoaded } from "../../ui/use-loaded.ts";

const load = () => import("./friends-section.tsx");

/** The friends of who is signed in; nothing of it is loaded for anybody else. */
export function LazyFriends() {
  const user = account.value;
  const parts = useLoaded(load, user !== null);
  return user && parts ? <parts.FriendsSection key={user.id} user={user} /> : null;
}
