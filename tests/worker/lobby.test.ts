import { beforeEach, describe, expect, test } from "vitest";
import { PATHS } from "../../protocol/api.ts";
import { signUp } from "./harness/account.ts";
import { codeOf, Guest } from "./harness/guest.ts";
import { MediaNode } from "./harness/node.ts";
import { joinMessage, Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

let room: Room;
let owner: Page;

beforeEach(async () => {
  await MediaNode.register("node-a");
  room = await Room.open({ lobby: "everybody" });
  owner = await room.join(room.owner, { name: "Ada" });
});

/** Those who wait, as the owner is told, once they are so many. */
async function waitingPeople(count: number) {
  return (await owner.inbox.take("lobby", ({ people }) => people.length === count)).people;
}

describe("who waits at the door", () => {
  test("is seen by those alone who may let them in, and comes in with one answer", async () => {
    const ben = await room.knock(new Guest(), { name: "Ben" });
    expect(ben.attended).toBe(true);
    const [person] = await waitingPeople(1);
    expect(person).toEqual({
      id: expect.any(String),
      name: "Ben",
      isGuest: true,
      resemblesBanned: false,
    });
    await owner.ask({ type: "admit", ids: [person?.id ?? ""], admitted: true });
    expect(await ben.answer).toMatchObject({ ok: { role: "participant", media: expect.any(Object) } });
    expect(ben.page.id).toBe(person?.id);
    expect(await waitingPeople(0)).toEqual([]);
    await ben.page.settled();
    expect(ben.page.inbox.waiting.some(({ type }) => type === "lobby")).toBe(false);
  });

  test("has no part in the room before that: no media, no chat, no word", async () => {
    const ben = await room.knock();
    expect((await ben.page.refused({ type: "chat", messageId: crypto.randomUUID(), text: "Hi" })).code).toBe(
      "not_joined",
    );
    await owner.chat("Who is there?");
    await ben.page.refused({ type: "leave" });
    expect(ben.page.inbox.waiting).toEqual([]);
    expect(await room.keys("participant/")).toHaveLength(1);
  });

  test("is sent away, one or all", async () => {
    const [ben, cy] = [await room.knock(), await room.knock()];
    const people = await waitingPeople(2);
    await owner.ask({ type: "admit", ids: people.map(({ id }) => id), admitted: false });
    for (const { answer, page } of [ben, cy]) {
      expect(await answer).toMatchObject({ error: { code: "not_admitted" } });
      await page.socket.closed;
    }
  });

  test("may be let in by moderators, and by nobody else", async () => {
    const knock = await room.knock();
    const [person] = await waitingPeople(1);
    await owner.ask({ type: "admit", ids: [person?.id ?? ""], admitted: true });
    await knock.answer;
    await room.knock();
    const [next] = await waitingPeople(1);
    const letIn = { type: "admit" as const, ids: [next?.id ?? ""], admitted: true };
    expect((await knock.page.refused(letIn)).code).toBe("forbidden");
    // As soon as somebody may, they hear who waits.
    await owner.ask({ type: "set-role", participantId: knock.page.id, role: "moderator" });
    expect((await knock.page.inbox.take("lobby")).people).toHaveLength(1);
    await knock.page.ask(letIn);
    for (const ids of [[], ["nobody"], Array<string>(51).fill(crypto.randomUUID())])
      expect((await owner.refused({ type: "admit", ids, admitted: true })).code).toBe("bad_message");
  });

  test("waits on while the room sleeps, and is forgotten when they go", async () => {
    const ben = await room.knock(new Guest(), { name: "Ben" });
    await waitingPeople(1);
    const cy = await room.knock(new Guest(), { name: "Cy" });
    await waitingPeople(2);
    await room.evict();
    ben.page.socket.close();
    const [left] = await waitingPeople(1);
    expect(left?.name).toBe("Cy");
    await owner.ask({ type: "admit", ids: [left?.id ?? ""], admitted: true });
    expect(await cy.answer).toHaveProperty("ok");
    await room.evict();
    await cy.page.chat("I am in");
  });

  test("hears whether somebody is there who may let them in, and who comes hears of them", async () => {
    owner.sendItem({ type: "leave" });
    await owner.socket.closed;
    const ben = await room.knock();
    expect(ben.attended).toBe(false);
    owner = await room.join(room.owner);
    expect((await ben.page.inbox.take("waiting")).attended).toBe(true);
    expect(await waitingPeople(1)).toHaveLength(1);
  });

  test("is one, however often they knock", async () => {
    const guest = new Guest();
    const tab = crypto.randomUUID();
    const first = await room.knock(guest, { tab });
    await room.knock(guest, { tab });
    expect(await first.page.socket.closed).toEqual({ code: 4409, reason: "replaced" });
    expect(await room.keys("waiting/")).toHaveLength(1);
  });

  test("cannot knock twice on one socket", async () => {
    const guest = new Guest();
    const ben = await room.knock(guest);
    const { token } = await guest.session(room.slug);
    expect((await ben.page.refused(joinMessage(token))).code).toBe("already_joined");
  });

  test("are so many from one address and no more", async () => {
    const address = new Guest().address;
    const from = () => Object.assign(new Guest(), { address });
    for (let count = 0; count < 10; count += 1) await room.knock(from());
    const guest = from();
    const page = await Page.open(room.id, guest);
    const { token } = await guest.session(room.slug);
    expect((await page.refused(joinMessage(token))).code).toBe("lobby_full");
    await room.knock();
  });
});

describe("nobody waits", () => {
  test("who was let in while the meeting lasts, but who was put out does", async () => {
    const guest = new Guest();
    const { answer, page } = await room.knock(guest);
    const [person] = await waitingPeople(1);
    await owner.ask({ type: "admit", ids: [person?.id ?? ""], admitted: true });
    await answer;
    page.sendItem({ type: "leave" });
    await page.socket.closed;
    const again = await room.join(guest);
    await owner.ask({ type: "kick", participantId: again.id });
    await room.knock(guest);
  });

  test("when the door is opened, and all are sent away when it is locked", async () => {
    const ben = await room.knock();
    await owner.ask({ type: "change-room", lobby: "nobody" });
    expect(await ben.answer).toHaveProperty("ok");
    await owner.ask({ type: "change-room", lobby: "everybody" });
    const cy = await room.knock();
    await owner.ask({ type: "lock", locked: true });
    expect(await cy.answer).toMatchObject({ error: { code: "room_locked" } });
  });

  test("who has an account, where only guests do", async () => {
    await owner.ask({ type: "change-room", lobby: "guests" });
    const ada = new Guest();
    await signUp(ada);
    await room.join(ada);
    await room.knock();
  });
});

test("a room for accounts alone says so to guests, and leaves those be who are in", async () => {
  await owner.ask({ type: "change-room", lobby: "nobody", guests: false });
  const response = await new Guest().post(PATHS.session(room.slug));
  expect([response.status, await codeOf(response)]).toEqual([403, "accounts_only"]);
  const member = new Guest();
  await signUp(member);
  await room.join(member);
  await owner.settled();
});
