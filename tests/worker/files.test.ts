import { env } from "cloudflare:workers";
import { describe, expect, inject, test, vi } from "vitest";
import { type ChatFound, type ChatHistory, PATHS } from "../../protocol/api.ts";
import { LIMITS, RATES, TIMES } from "../../protocol/limits.ts";
import type { ChatPass } from "../../protocol/room/chat.ts";
import type { AttachGiven, ChatFile } from "../../protocol/room/files.ts";
import { signUploadToken } from "../../worker/auth/upload-token.ts";
import { messagesInPostgres } from "./harness/database.ts";
import { codeOf, Guest } from "./harness/guest.ts";
import type { Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

const PNG = latin1("\x89PNG\r\n\x1a\n\0\0\0\rIHDR and so on");
const TEXT = latin1("just some words, and no picture");

function latin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

const person = new Guest();

/** Asks the room to take a file. */
function attach(page: Page, name: string, bytes: number): Promise<AttachGiven> {
  return page.ask<AttachGiven>({ type: "attach", name, bytes });
}

function put(
  room: Room,
  { fileId, token }: Pick<AttachGiven, "fileId" | "token">,
  body: BodyInit,
  type = "",
): Promise<Response> {
  const headers = { Authorization: `Bearer ${token}`, ...(type && { "Content-Type": type }) };
  return person.fetch(PATHS.file(room.id, fileId), { method: "PUT", body, headers });
}

/** Attaches a file, and uploads it. */
async function upload(room: Room, page: Page, name = "shot.png", body = PNG): Promise<ChatFile> {
  const response = await put(room, await attach(page, name, body.length), body);
  expect(response.status).toBe(200);
  return response.json();
}

function send(page: Page, files: readonly string[], text = ""): Promise<{ seq: number }> {
  const messageId = crypto.randomUUID();
  return page.ask({ type: "chat", messageId, text, files: [...files] });
}

async function get(room: Room, fileId: string, page: Page | null): Promise<Response> {
  const pass = page && (await page.ask<ChatPass>({ type: "chat-pass" }));
  return person.fetch(PATHS.file(room.id, fileId), {
    headers: pass ? { Authorization: `Bearer ${pass.token}` } : {},
  });
}

/** The keys of what the bucket holds of a room. */
async function kept(room: Room): Promise<string[]> {
  const { objects } = await env.FILES.list({ prefix: room.id });
  return objects.map(({ key }) => key.slice(room.id.length + 1));
}

describe("a file in the chat", () => {
  test("is sent with a message, and whoever is in the room gets it", async () => {
    const room = await Room.open();
    const [ada, ben] = [await room.join(), await room.join()];
    const given = await ada.ask<AttachGiven>({
      type: "attach",
      name: " ../etc\\shot\n1.png ",
      bytes: PNG.length,
      size: { width: 640, height: 480 },
    });
    const response = await put(room, given, PNG, "image/png");
    const file = await response.json<ChatFile>();
    const expected = { name: ".._etc_shot 1.png", type: "image/png", bytes: PNG.length };
    expect(file).toEqual({ fileId: given.fileId, ...expected, size: { width: 640, height: 480 } });
    await send(ada, [file.fileId]);
    const message = await ben.inbox.take("chat-message");
    expect(message).toMatchObject({ text: "", files: [file] });
    const got = await get(room, file.fileId, ben);
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(PNG);
    expect(got.headers.get("Content-Type")).toBe("image/png");
    expect(got.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(got.headers.get("Cache-Control")).toBe("no-store");
  });

  test("is in the chat of a newcomer, in Postgres, and in the history that is read from there", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const files = [await upload(room, ada), await upload(room, ada, "notes.txt", TEXT)];
    const { seq } = await send(
      ada,
      files.map(({ fileId }) => fileId),
      "both",
    );
    await room.pass(TIMES.outboxFlushMs);
    const newcomer = await room.join();
    expect(newcomer.session.snapshot.chat).toMatchObject([{ text: "both", files }]);
    expect(await messagesInPostgres(room.id)).toMatchObject([{ files }]);
    await room.storage(({ kv }) => void [...kv.list({ prefix: "chat/" })].map(([key]) => kv.delete(key)));
    const { token } = await newcomer.ask<ChatPass>({ type: "chat-pass" });
    const headers = { Authorization: `Bearer ${token}` };
    const history = await person.fetch(`${PATHS.chat(room.id)}?before=${seq + 1}`, { headers });
    expect((await history.json<ChatHistory>()).messages).toMatchObject([{ files }]);
  });

  test("is found by its name, with what was said and without, until it is deleted", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const plan = await upload(room, ada, 'Harbour_plan-2 "final".png');
    await send(ada, [plan.fileId]);
    const notes = await upload(room, ada, "notes.txt", TEXT);
    await send(ada, [notes.fileId], "About the plan");
    await room.pass(TIMES.outboxFlushMs);
    const { token } = await ada.ask<ChatPass>({ type: "chat-pass" });
    const find = async (words: string) => {
      const query = new URLSearchParams({ words });
      const headers = { Authorization: `Bearer ${token}` };
      const answer = await person.fetch(`${PATHS.chatSearch(room.id)}?${query}`, { headers });
      return (await answer.json<ChatFound>()).messages.map(({ files }) => files.map(({ name }) => name));
    };
    expect(await find("plan")).toEqual([["notes.txt"], ['Harbour_plan-2 "final".png']]);
    for (const words of ["harbour", "final", "harb plan 2 png"])
      expect(await find(words), words).toEqual([['Harbour_plan-2 "final".png']]);
    expect(await find("about notes")).toEqual([["notes.txt"]]);
    // Of a file its name is searched, and nothing else that is known of it.
    for (const words of ["image", plan.fileId.slice(0, 8)]) expect(await find(words), words).toEqual([]);
    const [{ messageId } = { messageId: "" }] = (await room.join()).session.snapshot.chat;
    await ada.ask({ type: "delete-chat", messageId });
    await room.pass(TIMES.outboxFlushMs);
    expect(await find("harbour")).toEqual([]);
  });

  test("is what its content says: only a picture is shown, and never a page", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const page = latin1("<html><script>alert(1)</script>");
    const given = await attach(ada, "picture.png", page.length);
    const file = await (await put(room, given, page, "text/html")).json<ChatFile>();
    expect(file.type).toBe("application/octet-stream");
    const got = await get(room, file.fileId, ada);
    expect(got.headers.get("Content-Type")).toBe("application/octet-stream");
    expect(got.headers.get("Content-Disposition")).toBe("attachment");
    expect(got.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    await got.body?.cancel();
  });

  test("that is said to be a picture and is none is refused, and nothing of it is kept", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const given = await attach(ada, "picture.png", TEXT.length);
    const response = await put(room, given, TEXT, "image/png");
    expect([response.status, await codeOf(response)]).toEqual([415, "bad_file"]);
    expect(await kept(room)).toEqual([]);
    expect((await ada.refused(chatWith(given.fileId))).code).toBe("unknown_file");
  });

  test.for([
    ["longer", 10, null],
    ["shorter", -10, null],
    ["longer, and streamed", 10, 7],
    ["shorter, and streamed", -10, 7],
  ] as const)(
    "that is %s than it was said to be is refused, and nothing of it is kept",
    async ([, more, chunk]) => {
      const room = await Room.open();
      const ada = await room.join();
      const given = await attach(ada, "shot.png", PNG.length);
      const body = new Uint8Array(PNG.length + more);
      body.set(PNG.subarray(0, body.length));
      const response = await put(room, given, chunk === null ? body : inChunks(body, chunk));
      expect([response.status, await codeOf(response)]).toEqual([400, "bad_file"]);
      expect(await kept(room)).toEqual([]);
    },
  );

  test("that is too large, or has no name, is refused before it is sent", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const tooLarge = { type: "attach", name: "film.mkv", bytes: LIMITS.fileBytes + 1 } as const;
    expect(await ada.refused(tooLarge)).toMatchObject({ code: "file_too_large" });
    expect(await ada.refused({ ...tooLarge, name: " \u202e\n" })).toMatchObject({ code: "bad_message" });
    expect(await ada.refused({ ...tooLarge, bytes: 0 })).toMatchObject({ code: "bad_message" });
    const size = { width: LIMITS.pictureSide + 1, height: 1 };
    expect(await ada.refused({ ...tooLarge, bytes: 1, size })).toMatchObject({ code: "bad_message" });
    expect(await room.keys("file/")).toEqual([]);
  });

  test("goes with one message, of whom attached it, once it is there", async () => {
    const room = await Room.open();
    const [ada, mallory] = [await room.join(), await room.join()];
    const waiting = await attach(ada, "late.png", PNG.length);
    const { fileId } = await upload(room, ada);
    expect((await mallory.refused(chatWith(fileId))).code).toBe("unknown_file");
    expect((await ada.refused(chatWith(waiting.fileId))).code).toBe("unknown_file");
    expect((await ada.refused(chatWith(crypto.randomUUID()))).code).toBe("unknown_file");
    const message = chatWith(fileId);
    const first = await ada.ask(message);
    expect(await ada.ask(message), "the same message, sent again").toEqual(first);
    expect((await ada.refused(chatWith(fileId))).code).toBe("unknown_file");
    const many = Array.from({ length: LIMITS.filesPerMessage + 1 }, () => crypto.randomUUID());
    expect((await ada.refused(chatWith(...many))).code).toBe("bad_message");
    expect((await ada.refused(chatWith())).code, "neither text nor files").toBe("bad_message");
  });

  test("of another room is none of this one", async () => {
    const [room, other] = [await Room.open(), await Room.open()];
    const [ada, bob] = [await room.join(), await other.join()];
    const { fileId } = await upload(room, ada);
    await send(ada, [fileId]);
    expect((await bob.refused(chatWith(fileId))).code).toBe("unknown_file");
    expect((await get(other, fileId, bob)).status).toBe(404);
    expect((await get(room, fileId, null)).status).toBe(401);
    const { token } = await bob.ask<ChatPass>({ type: "chat-pass" });
    const foreign = await person.fetch(PATHS.file(room.id, fileId), {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect([foreign.status, await codeOf(foreign)]).toEqual([401, "unauthorized"]);
    const given = await attach(ada, "x.png", PNG.length);
    expect((await put(other, given, PNG)).status).toBe(401);
    expect((await put(room, { ...given, fileId }, PNG)).status).toBe(401);
    expect((await put(room, { ...given, token }, PNG)).status).toBe(401);
  });

  test("is not uploaded over another, and an answer that was lost is given again", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const given = await attach(ada, "shot.png", PNG.length);
    const first = await (await put(room, given, PNG)).json();
    const other = latin1("x".repeat(PNG.length));
    const again = await put(room, given, other);
    expect(await again.json()).toEqual(first);
    await send(ada, [given.fileId]);
    expect(new Uint8Array(await (await get(room, given.fileId, ada)).arrayBuffer())).toEqual(PNG);
    expect((await put(room, given, other)).status, "sent already").toBe(404);
  });

  test("comes too late where the token has expired, or the room does not expect it", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const given = await attach(ada, "shot.png", PNG.length);
    const secret = new TextEncoder().encode(inject("surroundings").tokenSecret);
    const made = { roomId: room.id, fileId: crypto.randomUUID(), bytes: PNG.length };
    const unexpected = await put(room, { ...made, token: await signUploadToken(secret, made) }, PNG);
    expect([unexpected.status, await codeOf(unexpected)]).toEqual([404, "unknown_file"]);
    expect(await kept(room), "what nobody expects is deleted").toEqual([]);
    vi.setSystemTime(Date.now() + TIMES.uploadTokenSeconds * 1000 + 1_000);
    expect((await put(room, given, PNG)).status).toBe(401);
  });

  test("that nobody sends is deleted after a while, and one that is sent stays", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const [sent, unsent] = [await upload(room, ada), await upload(room, ada)];
    await send(ada, [sent.fileId]);
    await room.evict();
    await room.pass(TIMES.unsentFileMs / 2);
    expect((await kept(room)).sort()).toEqual([sent.fileId, unsent.fileId].sort());
    await room.pass(TIMES.unsentFileMs / 2 + 1_000);
    expect(await kept(room)).toEqual([sent.fileId]);
    expect(await room.keys("file/")).toEqual([]);
  });

  test("is deleted with its message", async () => {
    const room = await Room.open();
    const [ada, ben] = [await room.join(), await room.join()];
    const { fileId } = await upload(room, ada);
    const message = chatWith(fileId);
    await ada.ask(message);
    await ada.ask({ type: "delete-chat", messageId: message.messageId });
    await ben.inbox.take("chat-deleted");
    await room.pass(TIMES.outboxFlushMs);
    expect(await kept(room)).toEqual([]);
    expect((await get(room, fileId, ben)).status).toBe(404);
    expect(await messagesInPostgres(room.id)).toMatchObject([{ files: [], deleted: true }]);
    expect(await room.storage(({ kv }) => kv.get("file-bytes"))).toBe(0);
  });

  test("is deleted with its room", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const other = await Room.open();
    const stays = await upload(other, await other.join());
    await send(ada, [(await upload(room, ada)).fileId]);
    expect((await room.owner.fetch(PATHS.room(room.slug), JSON_DELETE)).status).toBe(200);
    await room.pass(0);
    expect(await kept(room)).toEqual([]);
    expect(await kept(other)).toEqual([stays.fileId]);
    expect(await room.keys("")).toEqual([]);
  });

  test("waits for a bucket that is away to be deleted", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const { fileId } = await upload(room, ada);
    const message = chatWith(fileId);
    await ada.ask(message);
    const away = vi.spyOn(env.FILES, "delete").mockRejectedValue(new Error("R2 is away"));
    await ada.ask({ type: "delete-chat", messageId: message.messageId });
    await room.pass(1_000);
    expect(await room.keys("file/")).toHaveLength(1);
    away.mockRestore();
    await room.pass(TIMES.fileRetryMs);
    expect(await kept(room)).toEqual([]);
  });
});

describe("files are refused", () => {
  test("to who may not write in this room", async () => {
    const room = await Room.open();
    const owner = await room.join(room.owner);
    await owner.ask({ type: "change-room", rules: { chat: "participant" } });
    const viewer = await room.join();
    await owner.ask({ type: "set-role", participantId: viewer.id, role: "viewer" });
    expect((await viewer.refused({ type: "attach", name: "x", bytes: 1 })).code).toBe("forbidden");
  });

  test("in an encrypted room", async () => {
    const room = await Room.open({ encrypted: true });
    const ada = await room.join();
    expect((await ada.refused({ type: "attach", name: "x", bytes: 1 })).code).toBe("files_unavailable");
  });

  test("once the room has as many as it can have", async () => {
    const room = await Room.open();
    const ada = await room.join();
    await room.storage(({ kv }) => kv.put("file-bytes", LIMITS.fileBytesPerRoom - 1));
    expect((await ada.refused({ type: "attach", name: "x", bytes: 2 })).code).toBe("too_many_files");
    expect(await attach(ada, "x", 1)).toHaveProperty("token");
  });

  test("to who has attached as many as one can without sending them, and to nobody else", async () => {
    const room = await Room.open();
    const [ada, ben] = [await room.join(), await room.join()];
    for (let attached = 0; attached < LIMITS.unsentFilesPerPerson; attached++) {
      if (attached % RATES.files.burst === RATES.files.burst - 1) vi.setSystemTime(Date.now() + 200_000);
      await attach(ada, "x", 1);
    }
    expect((await ada.refused({ type: "attach", name: "x", bytes: 1 })).code).toBe("too_many_files");
    expect(await attach(ben, "x", 1)).toHaveProperty("token");
  });

  test("in a flood, and then no more", async () => {
    const room = await Room.open();
    const ada = await room.join();
    for (let index = 0; index < RATES.files.burst; index++) await attach(ada, "x", 1);
    const refusal = await ada.refused({ type: "attach", name: "x", bytes: 1 });
    expect(refusal).toMatchObject({ code: "rate_limited", retryAfterMs: expect.any(Number) });
    vi.setSystemTime(Date.now() + (refusal.retryAfterMs ?? 0) + 50);
    await attach(ada, "x", 1);
  });
});

const JSON_DELETE = { method: "DELETE", headers: { "Content-Type": "application/json" } };

function chatWith(...files: string[]) {
  return { type: "chat", messageId: crypto.randomUUID(), text: "", files } as const;
}

function inChunks(body: Uint8Array, length: number): ReadableStream<Uint8Array> {
  let from = 0;
  return new ReadableStream({
    pull(controller) {
      if (from >= body.length) return controller.close();
      controller.enqueue(body.slice(from, from + length));
      from += length;
    },
  });
}
