import { expect, test, vi } from "vitest";
import type { FriendList } from "../../protocol/friends.ts";

test("a change while the list is on its way is not missed", async () => {
  // What a browser has, and Node does not.
  vi.stubGlobal("addEventListener", () => undefined);
  const { friendList, loadFriends, refreshFriends } = await import("./friends.ts");
  const { rememberAccount } = await import("./remembered-account.ts");
  const account = {
    handle: "ada",
    name: "Ada",
    email: null,
    status: "",
    invisible: false,
    sharesRoom: false,
    picture: null,
  };
  rememberAccount({ id: crypto.randomUUID(), ...account });
  const answers: ((list: FriendList) => void)[] = [];
  vi.stubGlobal(
    "fetch",
    () =>
      new Promise<Response>((resolve) => {
        answers.push((list) => resolve(Response.json(list)));
      }),
  );
  const nobody: FriendList = { friends: [], incoming: [], outgoing: [], blocked: [] };
  refreshFriends();
  expect(answers).toHaveLength(0);

  const loaded = loadFriends();
  refreshFriends();
  refreshFriends();
  expect(answers).toHaveLength(1);
  answers[0]?.(nobody);
  await expect.poll(() => answers.length).toBe(2);
  expect(friendList()).toEqual(nobody);
  const asked = { ...nobody, outgoing: [{ handle: "ben" }] };
  answers[1]?.(asked);
  expect(await loaded).toMatchObject({ kind: "ok" });
  expect(friendList()).toEqual(asked);
  refreshFriends();
  expect(answers).toHaveLength(3);
});
