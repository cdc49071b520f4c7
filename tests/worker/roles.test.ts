import { describe, expect, test } from "vitest";
import { Guest } from "./harness/guest.ts";
import { MediaNode } from "./harness/node.ts";
import { type Page, publishMessage } from "./harness/page.ts";
import { Room } from "./harness/room.ts";
import type { RoomLink } from "./harness/room-link.ts";

interface Council {
  owner: Page;
  moderator: Page;
  participant: Page;
  link: RoomLink;
}

describe("roles", () => {
  /** A room with its owner, a moderator and a participant. */
  async function council(): Promise<Council> {
    const node = await MediaNode.register("node-a");
    const room = await Room.open();
    const owner = await room.join(room.owner);
    const moderator = await room.join();
    const participant = await room.join();
    await owner.ask({ type: "set-role", participantId: moderator.id, role: "moderator" });
    return { owner, moderator, participant, link: await node.link(room.id) };
  }

  test("only the owner gives them, and nobody gives the owner another", async () => {
    const { owner, moderator, participant } = await council();
    const roles = [owner, moderator, participant].map(({ session }) => session.role);
    expect(roles).toEqual(["owner", "participant", "participant"]);
    for (const actor of [moderator, participant]) {
      const error = await actor.refused({ type: "set-role", participantId: actor.id, role: "moderator" });
      expect(error.code).toBe("forbidden");
    }
    const abdication = await owner.refused({ type: "set-role", participantId: owner.id, role: "viewer" });
    expect(abdication.code).toBe("forbidden");
    const nobody = { type: "set-role", participantId: crypto.randomUUID(), role: "viewer" } as const;
    expect((await owner.refused(nobody)).code).toBe("unknown_participant");
  });

  test("a viewer's streams end, and they publish no more, but they may talk in the chat", async () => {
    const { owner, participant, moderator } = await council();
    const screen = await participant.publish("screen");
    await owner.ask({ type: "set-role", participantId: participant.id, role: "viewer" });
    expect(await moderator.inbox.take("producer-removed")).toMatchObject({ producerId: screen });
    const changed = await moderator.inbox.take("participant-changed", ({ role }) => role === "viewer");
    expect(changed.participantId).toBe(participant.id);
    const publish = publishMessage("screen", crypto.randomUUID());
    expect((await participant.refused(publish)).code).toBe("forbidden");
    expect(await participant.chat("I only watch")).toHaveProperty("seq");
  });

  test("belong to the person: another tab and another visit have them, too", async () => {
    const room = await Room.open();
    const owner = await room.join(room.owner);
    const guest = new Guest();
    const first = await room.join(guest);
    await owner.ask({ type: "set-role", participantId: first.id, role: "viewer" });
    expect((await room.join(guest)).session.role).toBe("viewer");
    first.sendItem({ type: "leave" });
    await owner.inbox.take("participant-left");
    await room.evict();
    expect((await room.join(guest)).session.role).toBe("viewer");
  });

  test("who publishes while being made a viewer is told no", async () => {
    const { owner, participant, link } = await council();
    link.ignores.add("produce");
    const publishing = participant.refused(publishMessage("camera", crypto.randomUUID()));
    await link.orders.take("produce");
    await owner.ask({ type: "set-role", participantId: participant.id, role: "viewer" });
    expect((await publishing).code).toBe("forbidden");
    await link.orders.take("close-producer");
  });

  describe("in a room with rules of its own", () => {
    test("may what it says, and no more", async () => {
      const node = await MediaNode.register("node-a");
      const room = await Room.open({ rules: { speak: "moderator", draw: "owner", chat: "moderator" } });
      const owner = await room.join(room.owner);
      const guest = await room.join();
      await node.link(room.id);
      expect(guest.session.snapshot.room.rules).toMatchObject({ speak: "moderator", share: "participant" });
      const screen = await guest.publish("screen");
      const marks = [{ kind: "pointer" as const, at: [1, 1] as [number, number] }];
      for (const message of [
        publishMessage("microphone", crypto.randomUUID()),
        { type: "chat", messageId: crypto.randomUUID(), text: "May I?" },
        { type: "annotate", producerId: screen, marks },
      ] as const)
        expect([message.type, (await guest.refused(message)).code]).toEqual([message.type, "forbidden"]);
      await owner.ask({ type: "set-role", participantId: guest.id, role: "moderator" });
      const voice = await guest.publish("microphone");
      expect(await guest.chat("Now I may")).toHaveProperty("seq");
      // Who may no longer speak is silent; what they may still share goes on.
      await owner.ask({ type: "set-role", participantId: guest.id, role: "participant" });
      expect(await owner.inbox.take("producer-removed")).toMatchObject({ producerId: voice });
      await guest.ask({ type: "set-paused", producerId: screen, paused: true });
    });
  });

  describe("over other people's streams", () => {
    test("participants have none", async () => {
      const { participant, moderator } = await council();
      const voice = await moderator.publish("microphone");
      const mute = { type: "set-paused", producerId: voice, paused: true } as const;
      expect((await participant.refused(mute)).code).toBe("forbidden");
      expect((await participant.refused({ type: "unpublish", producerId: voice })).code).toBe("forbidden");
      await moderator.settled();
      expect(moderator.inbox.waiting.filter(({ type }) => type.startsWith("producer"))).toHaveLength(1);
    });

    test("moderators mute and stop them", async () => {
      const { moderator, participant, owner } = await council();
      const voice = await participant.publish("microphone");
      await moderator.ask({ type: "set-paused", producerId: voice, paused: true });
      const paused = await owner.inbox.take("producer-paused");
      expect(paused).toMatchObject({ producerId: voice, paused: true, by: moderator.id });
      await moderator.ask({ type: "unpublish", producerId: voice });
      const removed = await participant.inbox.take("producer-removed");
      expect(removed).toMatchObject({ producerId: voice, by: moderator.id });
    });

    test("nobody has any over the owner's", async () => {
      const { moderator, participant, owner } = await council();
      const voice = await owner.publish("microphone");
      for (const actor of [moderator, participant]) {
        const mute = { type: "set-paused", producerId: voice, paused: true } as const;
        expect((await actor.refused(mute)).code).toBe("forbidden");
        expect((await actor.refused({ type: "unpublish", producerId: voice })).code).toBe("forbidden");
      }
    });

    test("nobody opens a microphone that is not their own", async () => {
      const { owner, moderator, participant } = await council();
      const voice = await participant.publish("microphone");
      await owner.ask({ type: "set-paused", producerId: voice, paused: true });
      for (const actor of [owner, moderator]) {
        const open = { type: "set-paused", producerId: voice, paused: false } as const;
        expect((await actor.refused(open)).code).toBe("forbidden");
      }
      await participant.ask({ type: "set-paused", producerId: voice, paused: false });
      expect(await owner.inbox.take("producer-paused", ({ paused }) => !paused)).toMatchObject({
        by: participant.id,
      });
    });
  });
});
