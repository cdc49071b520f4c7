import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LIMITS, RATES } from "../../protocol/limits.ts";
import type { RtpParameters } from "../../protocol/rtp.ts";
import { Guest } from "./harness/guest.ts";
import { logged } from "./harness/logged.ts";
import { VIDEO } from "./harness/media.ts";
import { MediaNode } from "./harness/node.ts";
import { joinMessage, Page, publishMessage } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

let room: Room;
let witness: Page;
let page: Page;

beforeEach(async () => {
  await MediaNode.register("node-a");
  room = await Room.open();
  witness = await room.join();
  page = await room.join(new Guest(), { name: "Mallory" });
});

/** Whatever one page sends, the others go on as if nothing had been. */
afterEach(async () => {
  const bystander = await room.join();
  await bystander.chat("still here");
  expect(await witness.inbox.take("chat-message", ({ text }) => text === "still here")).toBeTruthy();
  expect(await room.keys("producer/")).toEqual([]);
});

describe("a frame that cannot be read is a fault, told to its sender alone", () => {
  test.for<[string, string | ArrayBuffer, string]>([
    ["too large", `[${" ".repeat(LIMITS.clientFrameChars)}]`, "frame_too_large"],
    ["a megabyte of nonsense", "x".repeat(1_000_000), "frame_too_large"],
    [
      "too many messages",
      JSON.stringify(Array(LIMITS.itemsPerFrame + 1).fill({ type: "leave" })),
      "frame_too_large",
    ],
    ["binary", new TextEncoder().encode('[{"type":"leave"}]').buffer as ArrayBuffer, "bad_frame"],
    ["no JSON", "[{", "bad_json"],
    ["empty", "", "bad_json"],
    ["nested deeply", "[".repeat(30_000) + "]".repeat(30_000), "bad_frame"],
    ["an object", '{"type":"leave"}', "bad_frame"],
    ["a number", "1", "bad_frame"],
    ["null", "null", "bad_frame"],
    ["a list of lists", "[[]]", "bad_frame"],
    ["no type", "[{}]", "bad_frame"],
    ["a type that is no text", '[{"type":{}}]', "bad_frame"],
    ["an unknown type", '[{"type":"shutdown"}]', "unknown_type"],
    ["a type from Object's prototype", '[{"type":"__proto__"},{"type":"constructor"}]', "unknown_type"],
    ["an answer to nothing", '[{"re":1,"ok":{}}]', "bad_message"],
    ["an id that is none", '[{"type":"leave","id":-1}]', "bad_message"],
  ])("%s", async ([, frame, code]) => {
    page.socket.send(frame);
    const { error } = await page.inbox.take("fault");
    expect(error.code).toBe(code);
    expect(error.message).not.toMatch(/\bat \w+|\.ts|node_modules/);
    await page.settled();
    await witness.settled();
    expect(witness.inbox.waiting.map(({ type }) => type)).toEqual(["participant-joined"]);
  });

  test("an empty one is nothing", async () => {
    page.socket.send("[]");
    await page.settled();
    expect(page.inbox.waiting).toEqual([]);
  });
});

describe("a message with a wrong field is refused, with the field's name and without its value", () => {
  const huge = "x".repeat(10_000);
  const rtp = (wrong: Partial<RtpParameters>) => ({ rtpParameters: { ...VIDEO, ...wrong } });
  const [codec] = VIDEO.codecs;

  test.for<[string, object, string]>([
    ["no text", { type: "chat", messageId: crypto.randomUUID() }, "text"],
    ["too much text", { type: "chat", messageId: crypto.randomUUID(), text: huge }, "text"],
    ["an id that is no UUID", { type: "chat", messageId: "1", text: "x" }, "messageId"],
    ["a role that is none", { type: "set-role", participantId: crypto.randomUUID(), role: "owner" }, "role"],
    [
      "a source that is none",
      { ...publishMessage("screen", crypto.randomUUID()), source: "desktop" },
      "source",
    ],
    [
      "no codec",
      { ...publishMessage("screen", crypto.randomUUID()), ...rtp({ codecs: [] }) },
      "rtpParameters.codecs",
    ],
    [
      "too many codecs",
      { ...publishMessage("screen", crypto.randomUUID()), ...rtp({ codecs: Array(9).fill(codec) }) },
      "rtpParameters.codecs",
    ],
    [
      "too many encodings",
      { ...publishMessage("screen", crypto.randomUUID()), ...rtp({ encodings: Array(7).fill({}) }) },
      "rtpParameters.encodings",
    ],
    [
      "a huge codec setting",
      {
        ...publishMessage("screen", crypto.randomUUID()),
        ...rtp({
          codecs: [{ mimeType: "video/VP8", payloadType: 101, clockRate: 90_000, parameters: { x: huge } }],
        }),
      },
      "rtpParameters.codecs.0.parameters.x",
    ],
    [
      "a huge mid",
      { ...publishMessage("screen", crypto.randomUUID()), ...rtp({ mid: huge }) },
      "rtpParameters.mid",
    ],
    [
      "a huge cname",
      { ...publishMessage("screen", crypto.randomUUID()), ...rtp({ rtcp: { cname: huge } }) },
      "rtpParameters.rtcp.cname",
    ],
    [
      "an SSRC that is none",
      { ...publishMessage("screen", crypto.randomUUID()), ...rtp({ encodings: [{ ssrc: -1 }] }) },
      "rtpParameters.encodings.0.ssrc",
    ],
    [
      "layers that nobody has",
      {
        ...publishMessage("screen", crypto.randomUUID()),
        ...rtp({ encodings: [{ scalabilityMode: "L99T99" }] }),
      },
      "rtpParameters.encodings.0.scalabilityMode",
    ],
    [
      "a picture enlarged before it is sent",
      {
        ...publishMessage("screen", crypto.randomUUID()),
        ...rtp({ encodings: [{ scaleResolutionDownBy: 0.01 }] }),
      },
      "rtpParameters.encodings.0.scaleResolutionDownBy",
    ],
    [
      "more bits than there are",
      { ...publishMessage("screen", crypto.randomUUID()), ...rtp({ encodings: [{ maxBitrate: 1e300 }] }) },
      "rtpParameters.encodings.0.maxBitrate",
    ],
    [
      "a replaced producer that is no id",
      { ...publishMessage("screen", crypto.randomUUID()), replaces: "the old one" },
      "replaces",
    ],
    [
      "too many consumers",
      { type: "start-consumers", consumerIds: Array(501).fill(crypto.randomUUID()) },
      "consumerIds",
    ],
  ])("%s", async ([, message, field]) => {
    const error = await page.refused(message as never);
    expect(error.code).toBe("bad_message");
    expect(error.message).toContain(`${field}: expected`);
    expect(error.message).not.toContain("xxxx");
  });

  test("a good message beside it is heard", async () => {
    const text = "between";
    const good = { type: "chat", messageId: crypto.randomUUID(), text };
    page.socket.send(JSON.stringify([{ type: "chat" }, good, { type: "rename", name: "" }]));
    expect(await witness.inbox.take("chat-message")).toMatchObject({ text, name: "Mallory" });
    await page.inbox.take("fault");
    await page.inbox.take("fault");
  });
});

describe("before it has joined", () => {
  test.for([
    { type: "chat", messageId: crypto.randomUUID(), text: "hello" },
    { type: "leave" },
    publishMessage("screen", crypto.randomUUID()),
  ] as const)("a page may not $type", async (message) => {
    const stranger = await Page.open(room.id);
    expect((await stranger.refused(message)).code).toBe("not_joined");
  });

  test("a join with capabilities beyond all bounds is refused", async () => {
    const stranger = await Page.open(room.id);
    const join = joinMessage("token");
    const [codec] = join.rtpCapabilities.codecs;
    const codecs = Array(49).fill(codec);
    const rtpCapabilities = { ...join.rtpCapabilities, codecs };
    expect((await stranger.refused({ ...join, rtpCapabilities })).code).toBe("bad_message");
    const dtlsParameters = { fingerprints: [{ algorithm: "sha-256" as const, value: "not a fingerprint" }] };
    expect((await stranger.refused({ ...join, dtlsParameters })).code).toBe("bad_message");
  });
});

describe("too much at once", () => {
  test("is refused, with the time after which it is worth trying again", async () => {
    vi.setSystemTime(Date.now());
    const rename = JSON.stringify(Array(30).fill({ type: "rename", name: "Mallory" }));
    page.socket.send(rename);
    page.socket.send(rename);
    const error = await page.refused({ type: "rename", name: "Mallory" });
    expect(error.code).toBe("rate_limited");
    expect(error.retryAfterMs).toBeGreaterThan(0);
    expect(error.retryAfterMs).toBeLessThanOrEqual(Math.ceil(1_000 / RATES.items.perSecond));
    await room.pass(error.retryAfterMs ?? 0);
    await page.settled();
  });

  test("of chat is refused before the rest is", async () => {
    vi.setSystemTime(Date.now());
    for (let said = 0; said < RATES.chat.burst; said += 1) await page.chat(`${said}`);
    const chat = { type: "chat", messageId: crypto.randomUUID(), text: "one more" } as const;
    const error = await page.refused(chat);
    expect(error.code).toBe("rate_limited");
    expect(error.retryAfterMs).toBe(1_000 / RATES.chat.perSecond);
    await page.settled();
    await room.pass(error.retryAfterMs ?? 0);
    await page.ask(chat);
  });

  test("of chat by one person in several tabs is refused in all of them, and of nobody else", async () => {
    vi.setSystemTime(Date.now());
    const guest = new Guest();
    const tabs = [await room.join(guest), await room.join(guest), await room.join(guest)] as const;
    for (const tab of tabs.slice(0, 2))
      for (let said = 0; said < RATES.chat.burst; said += 1) await tab.chat(`${said}`);
    const chat = { type: "chat", messageId: crypto.randomUUID(), text: "one more" } as const;
    const error = await tabs[2].refused(chat);
    expect([error.code, error.retryAfterMs]).toEqual(["rate_limited", 1_000 / RATES.chatOfPerson.perSecond]);
    expect(await page.chat("somebody else")).toHaveProperty("seq");
    await room.pass(error.retryAfterMs ?? 0);
    await tabs[2].ask(chat);
    // Its answer was lost: that it is stored is told again, whatever was said meanwhile.
    await tabs[2].ask(chat);
  });

  test("of faults closes the socket, and the log says why", async () => {
    vi.setSystemTime(Date.now());
    for (let faults = 0; faults <= RATES.faults.burst; faults += 1) page.socket.send("nonsense");
    expect(await page.socket.closed).toEqual({ code: 4429, reason: "abuse" });
    const changed = await witness.inbox.take("participant-changed");
    expect(changed).toMatchObject({ participantId: page.id, connected: false });
    expect(logged).toContainEqual(
      expect.objectContaining({ event: "socket-closed-for-abuse", roomId: room.id, code: "bad_json" }),
    );
  });
});
