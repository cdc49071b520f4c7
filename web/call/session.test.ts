import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CLOSE_CODES } from "../../protocol/errors.ts";
import { chatStoredSchema } from "../../protocol/room/chat.ts";
import type { ToPage } from "../../protocol/room/to-page.ts";
import { Session, type SessionOptions } from "./session.ts";
import { ROOM } from "./testing/room.ts";
import { SNAPSHOT } from "./testing/snapshot.ts";
import type { EndReason } from "./types.ts";

/** A socket whose other end is the test. */
class FakeSocket {
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: string[] = [];

  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.readyState = 3;
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  receive(...items: object[]): void {
    this.onmessage?.({ data: JSON.stringify(items) });
  }
  drop(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
  /** The items of the last frame that was sent. */
  last(): { type: string; id?: number; [field: string]: unknown }[] {
    return JSON.parse(this.sent.at(-1) ?? "[]");
  }
}

const joined = {
  participantId: "me",
  role: "owner",
  resumeKey: "key",
  authorId: "author",
  readSeq: null,
  snapshot: SNAPSHOT,
  media: null,
};
const left = (seq: number) => ({ type: "participant-left", seq, participantId: `p${seq}` });
const pass = (token: string) => ({
  room: ROOM,
  roomId: "r1",
  role: "owner" as const,
  token,
  expiresIn: 300,
  ice: { servers: [], expiresIn: null },
});

function setUp(overrides: Partial<SessionOptions> = {}) {
  const sockets: FakeSocket[] = [];
  const log: string[] = [];
  const messages: ToPage[] = [];
  let reason: EndReason | null = null;
  const session = new Session(
    {
      pass: pass("first"),
      name: "Ada",
      tab: "tab",
      identity: null,
      roundTrips: {},
      tellReady: () => [],
      media: { rtpCapabilities: { codecs: [], headerExtensions: [] }, dtlsParameters: { fingerprints: [] } },
      connect: () => {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket as unknown as WebSocket;
      },
      renewPass: async () => ({ pass: pass("renewed") }),
      now: Date.now,
      random: () => 0.5,
      ...overrides,
    },
    {
      joined: () => log.push("joined"),
      resumed: () => log.push("resumed"),
      waiting: () => 0,
      reconnecting: () => log.push("reconnecting"),
      message: (message) => {
        messages.push(message);
        log.push(message.type);
      },
      ended: (why) => {
        reason = why;
        log.push("ended");
      },
    },
  );
  const socket = (index: number): FakeSocket => {
    const found = sockets[index];
    if (found === undefined) throw new Error(`no socket ${index}`);
    return found;
  };
  const join = async (index = 0) => {
    if (index === 0) session.start();
    await settle();
    socket(index).open();
    await settle();
    socket(index).receive({ re: 1, ok: joined });
  };
  return { session, sockets, socket, log, messages, join, ended: () => reason };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("Session", () => {
  it("joins with one frame and tells events once, after the snapshot", async () => {
    const { log, socket, join } = setUp();
    await join();
    expect(socket(0).sent).toHaveLength(1);
    expect(socket(0).last()).toMatchObject([{ type: "join", id: 1, token: "first", name: "Ada" }]);
    socket(0).receive(left(10), left(11), left(11));
    expect(log).toEqual(["joined", "participant-left"]);
  });

  it("resumes where it was, then tells what it missed, then that it is back", async () => {
    const { log, sockets, socket, join } = setUp();
    await join();
    socket(0).receive(left(11));
    socket(0).drop();
    expect(log.at(-1)).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(300);
    expect(sockets).toHaveLength(2);
    socket(1).open();
    await settle();
    expect(socket(1).last()).toMatchObject([
      { type: "resume", participantId: "me", key: "key", epoch: 2, seq: 11, mediaEpoch: 0 },
    ]);
    socket(1).receive({ re: 1, ok: {} }, left(11), left(12));
    expect(log.slice(-2)).toEqual(["reconnecting", "participant-left"]);
    await settle();
    expect(log.at(-1)).toBe("resumed");
  });

  it("sends chat again and rejects the rest when the socket was lost", async () => {
    const { session, socket, join } = setUp();
    await join();
    const chat = { type: "chat", messageId: "m1", text: "hello" } as const;
    const stored = session.requestDurable(chat, chatStoredSchema);
    const renamed = session.request({ type: "rename", name: "Eve" }, chatStoredSchema);
    const rejected = expect(renamed).rejects.toMatchObject({ code: "connection_lost" });
    await settle();
    socket(0).drop();
    await rejected;
    await vi.advanceTimersByTimeAsync(300);
    socket(1).open();
    await settle();
    socket(1).receive({ re: 1, ok: {} });
    await settle();
    expect(socket(1).last()).toEqual([{ ...chat, id: 2 }]);
    socket(1).receive({ re: 2, ok: { seq: 12, at: 5 } });
    await expect(stored).resolves.toEqual({ seq: 12, at: 5 });
  });

  it("joins anew with a fresh pass when its place is gone", async () => {
    const { log, socket, join } = setUp();
    await join();
    socket(0).drop();
    await vi.advanceTimersByTimeAsync(300);
    socket(1).open();
    socket(1).receive({ re: 1, error: { code: "session_expired", message: "Gone." } });
    await vi.advanceTimersByTimeAsync(5_000);
    socket(2).open();
    await settle();
    expect(socket(2).last()).toMatchObject([{ type: "join", token: "renewed" }]);
    socket(2).receive({ re: 1, ok: joined });
    expect(log).toEqual(["joined", "reconnecting", "joined"]);
  });

  it("waits as long as the server says before it tries again, and as long as usual where that is less", async () => {
    for (const [retryAfterMs, waits] of [
      [7_000, 7_000],
      [1, 250],
    ] as const) {
      const { sockets, socket, join } = setUp();
      await join();
      socket(0).drop();
      await vi.advanceTimersByTimeAsync(300);
      socket(1).open();
      const error = { code: "rate_limited", message: "Wait.", retryAfterMs };
      socket(1).receive({ re: 1, error });
      await vi.advanceTimersByTimeAsync(waits - 1);
      expect(sockets).toHaveLength(2);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(sockets).toHaveLength(3);
    }
  });

  it("ends as lost when no fresh pass is given", async () => {
    const renewPass = async () => ({ error: { code: "forbidden", message: "No." } as const, offline: false });
    const { socket, join, ended } = setUp({ renewPass });
    await join();
    socket(0).drop(CLOSE_CODES.session_expired);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ended()).toEqual({ kind: "lost" });
  });

  it("ends when the room says so", async () => {
    const replaced = setUp();
    await replaced.join();
    replaced.socket(0).drop(CLOSE_CODES.replaced);
    expect(replaced.ended()).toEqual({ kind: "replaced" });
    const full = setUp();
    full.session.start();
    full.socket(0).open();
    full.socket(0).receive({ re: 1, error: { code: "room_full", message: "Full." } });
    expect(full.ended()).toEqual({ kind: "refused", error: { code: "room_full", message: "Full." } });
  });

  it("notices a socket that no longer answers, and gives up in the end", async () => {
    const { log, socket, join, ended } = setUp();
    await join();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(socket(0).sent.at(-1)).toBe("ping");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(log.at(-1)).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(120_000);
    expect(ended()).toEqual({ kind: "lost" });
  });

  it("gives a socket up as soon as whoever asked first knows that it does not answer, however often it is asked meanwhile", async () => {
    const { session, log, socket, join } = setUp();
    await join();
    await vi.advanceTimersByTimeAsync(8_500);
    session.wake();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(socket(0).sent.slice(-2)).toEqual(["ping", "ping"]);
    session.wake();
    expect(log).not.toContain("reconnecting");
    await vi.advanceTimersByTimeAsync(500);
    expect(log.at(-1)).toBe("reconnecting");
  });

  it("leaves with its last words", async () => {
    const { session, socket, join, ended } = setUp();
    await join();
    session.leave();
    expect(socket(0).last()).toEqual([{ type: "leave" }]);
    expect(socket(0).readyState).toBe(3);
    expect(ended()).toEqual({ kind: "left" });
  });
});
