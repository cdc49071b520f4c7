import { describe, expect, test } from "vitest";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import { VIDEO_CODECS } from "../../protocol/video-codecs.ts";
import { Guest } from "./harness/guest.ts";
import { eventually } from "./harness/inbox.ts";
import { MediaNode } from "./harness/node.ts";
import { joinMessage, Page, publishMessage } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

describe("a join", () => {
  test("is one frame out and one in, with the media of a node that was ready before", async () => {
    const node = await MediaNode.register("node-a");
    const room = await Room.open();
    const link = await node.link(room.id);
    const page = await room.join(new Guest(), { name: "  Ada \u202e " });

    expect(page.socket.frames).toHaveLength(1);
    expect(JSON.parse(page.socket.frames[0] ?? "")).toHaveLength(1);
    const { participantId, role, resumeKey, snapshot, media } = page.session;
    expect(role).toBe("participant");
    expect(resumeKey).toHaveLength(36);
    expect(snapshot).toMatchObject({ epoch: link.epoch, room: { slug: room.slug }, chat: [] });
    const self = {
      id: participantId,
      name: "Ada",
      picture: null,
      role,
      connected: true,
      decodes: VIDEO_CODECS,
      identity: null,
      hand: null,
      recording: false,
      producers: [],
    };
    expect(snapshot.participants).toEqual([self]);
    expect(media?.send.iceCandidates).toHaveLength(1);
    expect(media?.send.id).not.toBe(media?.receive.id);
    const attach = await link.orders.take("attach");
    expect(attach).toMatchObject({ participantId, epoch: link.epoch });
    expect(attach.dtlsParameters.fingerprints).toHaveLength(1);
  });

  test("brings consumers of all that is in the room", async () => {
    await MediaNode.register("node-a");
    const room = await Room.open();
    const first = await room.join();
    const screen = await first.publish("screen");
    const voice = await first.publish("microphone");
    const second = await room.join();

    const { snapshot, media } = second.session;
    const sharer = snapshot.participants.find(({ id }) => id === first.id);
    expect(sharer?.producers).toEqual([
      { id: screen, streamId: screen, source: "screen", codec: "vp8", paused: false, drawing: true },
      { id: voice, streamId: voice, source: "microphone", paused: false },
    ]);
    const consumed = media?.consumers.map(({ producerId, kind }) => [producerId, kind]);
    expect(consumed).toEqual([
      [screen, "video"],
      [voice, "audio"],
    ]);
  });

  test("without a node is answered without media, which is offered when a node comes", async () => {
    const room = await Room.open();
    const page = await room.join();
    expect(page.session.media).toBeNull();
    const error = await page.refused(publishMessage("screen", crypto.randomUUID()));
    expect(error).toMatchObject({ code: "media_unavailable", retryAfterMs: TIMES.nodeRetryMs });

    await MediaNode.register("node-a");
    await room.pass(TIMES.nodeRetryMs);
    const offer = await page.inbox.take("offer");
    expect(offer.epoch).toBeGreaterThan(page.session.snapshot.epoch);
    expect(offer.media.consumers).toEqual([]);
    expect(await page.publish()).toBeTypeOf("string");
  });

  test("whose transports the node cannot make is answered without, and may ask again", async () => {
    const node = await MediaNode.register("node-a");
    const room = await Room.open();
    const link = await node.link(room.id);
    link.fails.add("attach");
    const page = await room.join();
    expect(page.session.media).toBeNull();
    expect(await page.inbox.take("media-failed")).toEqual({
      type: "media-failed",
      retryAfterMs: TIMES.nodeRetryMs,
    });

    link.fails.clear();
    const { rtpCapabilities, dtlsParameters } = joinMessage("");
    await page.ask({ type: "renew-media", rtpCapabilities, dtlsParameters });
    expect((await page.inbox.take("offer")).epoch).toBe(link.epoch);
  });

  test("waits while the node is on its way", async () => {
    const node = await MediaNode.register("node-a", { dials: false });
    const room = await Room.open();
    const { epoch } = await node.served.take("serve");
    const session = await new Guest().session(room.slug);
    const page = await Page.open(room.id);
    const joining = page.join(session);
    await node.dial(room.id, epoch);
    expect((await joining).media).not.toBeNull();
  });

  test("who loses the socket before the answer has come is not in the room", async () => {
    const node = await MediaNode.register("node-a", { dials: false });
    const room = await Room.open();
    await node.served.take("serve");
    const { token } = await new Guest().session(room.slug);
    const page = await Page.open(room.id);
    page.sendItem({ ...joinMessage(token), id: 1 });
    await eventually(async () => (await room.keys("participant/")).length === 1);
    page.socket.close();
    await eventually(async () => (await room.keys("participant/")).length === 0);
  });
});

describe("the door", () => {
  test("a page of another version is sent away", async () => {
    const room = await Room.open();
    const { token } = await new Guest().session(room.slug);
    const page = await Page.open(room.id);
    const error = await page.refused(joinMessage(token, { version: PROTOCOL_VERSION + 1 }));
    expect(error.code).toBe("version_mismatch");
    expect(await page.socket.closed).toEqual({ code: 4426, reason: "version_mismatch" });
    // The pass is still good.
    const reloaded = await Page.open(room.id);
    expect(await reloaded.join({ token })).toHaveProperty("participantId");
  });

  test("a socket joins once", async () => {
    const room = await Room.open();
    const page = await room.join();
    const { token } = await new Guest().session(room.slug);
    expect((await page.refused(joinMessage(token))).code).toBe("already_joined");
    await page.settled();
    expect(await room.keys("participant/")).toHaveLength(1);
  });

  test("of two joins that one socket sends at once, one is heard", async () => {
    const room = await Room.open();
    const passes = await Promise.all([new Guest().session(room.slug), new Guest().session(room.slug)]);
    const page = await Page.open(room.id);
    const replies = await Promise.all(passes.map(({ token }) => page.request(joinMessage(token))));
    expect(replies.map((reply) => ("ok" in reply ? "ok" : reply.error.code)).sort()).toEqual([
      "already_joined",
      "ok",
    ]);
    expect(await room.keys("participant/")).toHaveLength(1);
  });

  test("a full room turns newcomers away, and lets those in who are in it", async () => {
    const room = await Room.open();
    const guest = new Guest();
    const tab = crypto.randomUUID();
    const inside = await room.join(guest, { tab });
    // One short of all others are away for a moment, which counts as being there.
    await room.fill(inside.id, LIMITS.participantsByDefault);

    const session = await new Guest().session(room.slug);
    const page = await Page.open(room.id);
    expect((await page.refused(joinMessage(session.token))).code).toBe("room_full");
    const again = await room.join(guest, { tab });
    expect(again.id).toBe(inside.id);
    expect(again.session.snapshot.participants).toHaveLength(LIMITS.participantsByDefault);
    // Away for too long: there is room again.
    await room.pass(TIMES.resumeGraceMs);
    expect((await room.join()).session.snapshot.participants).toHaveLength(2);
  });

  test("pages that only look at the door keep nobody out: of too many sockets, the one that has been idle for the longest goes", async () => {
    const room = await Room.open({ lobby: "everybody" });
    const [early, inside] = [await Page.open(room.id), await room.join(room.owner)];
    const { answer } = await room.knock();
    const { people } = await inside.inbox.take("lobby", ({ people }) => people.length === 1);
    const others: WebSocket[] = [];
    while (others.length < LIMITS.socketsPerRoom - 3) {
      const { webSocket } = await room.object.fetch("https://room/page", {
        headers: { Upgrade: "websocket" },
      });
      if (!webSocket) throw new Error(`the room refused its socket ${others.length}`);
      webSocket.accept();
      others.push(webSocket);
    }
    const late = await Page.open(room.id);
    expect((await early.socket.closed).reason).toBe("session_expired");
    const { token } = await room.owner.session(room.slug);
    expect(await late.request(joinMessage(token))).toHaveProperty("ok");
    // Who waits at the door still does.
    const ids = people.map(({ id }) => id);
    expect(await inside.request({ type: "admit", ids, admitted: true })).toHaveProperty("ok");
    expect(await answer).toHaveProperty("ok");
    for (const webSocket of others) webSocket.close();
  });
});
