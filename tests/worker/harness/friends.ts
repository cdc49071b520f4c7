import { ACCOUNT_PATHS, type Account } from "../../../protocol/account.ts";
import { FRIEND_PATHS, type FriendList } from "../../../protocol/friends.ts";
import { signUp } from "./account.ts";
import { Guest } from "./guest.ts";

/** Somebody with an account, in their browser. */
export interface Member {
  readonly guest: Guest;
  readonly account: Account;
  /** Asks who has a handle. */
  ask(handle: string): Promise<Response>;
  list(): Promise<FriendList>;
  /** Changes their profile. */
  change(profile: object): Promise<Response>;
  send(method: "POST" | "DELETE", path: string): Promise<Response>;
}

/** Makes an account in a browser of its own. */
export async function newMember(name = "Ada Lovelace"): Promise<Member> {
  const guest = new Guest();
  const account = await signUp(guest, name);
  const headers = { "Content-Type": "application/json" };
  return {
    guest,
    account,
    ask: (handle) => guest.post(FRIEND_PATHS.friends, { handle }),
    list: async () => (await guest.fetch(FRIEND_PATHS.friends)).json<FriendList>(),
    change: (profile) =>
      guest.fetch(ACCOUNT_PATHS.account, { method: "PATCH", headers, body: JSON.stringify(profile) }),
    send: (method, path) => guest.fetch(path, { method, headers, body: "{}" }),
  };
}

/** Makes two people friends. Returns what both call it by. */
export async function befriend(one: Member, other: Member): Promise<string> {
  await one.ask(other.account.handle);
  await other.ask(one.account.handle);
  const found = (await one.list()).friends.find(({ handle }) => handle === other.account.handle);
  if (!found) throw new Error("They did not become friends.");
  return found.id;
}
