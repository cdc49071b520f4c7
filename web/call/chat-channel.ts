import * as v from "valibot";
import {
  apiErrorSchema,
  type ChatFound,
  type ChatHistory,
  chatFoundSchema,
  chatHistorySchema,
  PATHS,
} from "../../protocol/api.ts";
import { ERRORS } from "../../protocol/errors.ts";
import {
  type ChatPass,
  chatPassGivenSchema,
  chatStoredSchema,
  type Reaction,
} from "../../protocol/room/chat.ts";
import { type AttachGiven, attachGivenSchema, type ChatFile } from "../../protocol/room/files.ts";
import { CallError } from "./call-error.ts";
import type { Encryption } from "./encryption/encryption.ts";
import type { Session } from "./session.ts";
import type { OnProgress } from "./upload.ts";

const ANSWER_WITHIN_MS = 15_000;
/** A pass is renewed this long before its end. */
const SPARE_SECONDS = 30;

/** The chat of one stay in a room: what is written now goes by the room's socket, what was written before comes over HTTP. */
export class ChatChannel {
  readonly #roomId: string;
  readonly #session: Session;
  readonly #encryption: Encryption | null;
  #pass: { token: string; endsAt: number } | null = null;

  constructor(roomId: string, session: Session, encryption: Encryption | null) {
    this.#roomId = roomId;
    this.#session = session;
    this.#encryption = encryption;
  }

  /** Sends a message until the room has stored it. Rejects with a CallError. */
  async send(
    messageId: string,
    text: string,
    { replyTo, files }: { replyTo: string | undefined; files: readonly ChatFile[] },
  ): Promise<void> {
    const sent = await this.#seal(messageId, 0, text);
    const reply = replyTo === undefined ? {} : { replyTo };
    const attached = files.length === 0 ? {} : { files: files.map(({ fileId }) => fileId) };
    await this.#session.requestDurable(
      { type: "chat", messageId, text: sent, ...reply, ...attached },
      chatStoredSchema,
    );
  }

  /** Uploads a file, to be sent with a message. Rejects with a CallError, also where `signal` ends it. */
  async upload(
    file: Blob,
    { name, size }: Pick<ChatFile, "name" | "size">,
    following: { onProgress: OnProgress; signal: AbortSignal },
  ): Promise<ChatFile> {
    const about = { name, bytes: file.size, ...(size && { size }) };
    const { fileId, token }: AttachGiven = await this.#session.request(
      { type: "attach", ...about },
      attachGivenSchema,
    );
    const { uploadFile } = await import("./upload.ts");
    following.signal.throwIfAborted();
    return uploadFile(PATHS.file(this.#roomId, fileId), token, file, following);
  }

  /** What is in a file that was sent. Rejects with a CallError. */
  async file(fileId: string): Promise<Blob> {
    const response = await this.#ask(PATHS.file(this.#roomId, fileId), null);
    if (!response.ok) throw this.#refusalIn(response, await response.json().catch(() => undefined));
    return response.blob().catch(() => {
      throw CallError.connectionLost();
    });
  }

  /** Changes what one's own message says; `revision` is how often it has been edited then. Rejects with a CallError. */
  async edit(messageId: string, revision: number, text: string): Promise<void> {
    const sent = await this.#seal(messageId, revision, text);
    await this.#session.requestDurable({ type: "edit-chat", messageId, revision, text: sent }, v.unknown());
  }

  /** Takes a message away. Rejects with a CallError. */
  async delete(messageId: string): Promise<void> {
    await this.#session.requestDurable({ type: "delete-chat", messageId }, v.unknown());
  }

  /** Reacts to a message, or takes a reaction back. Rejects with a CallError. */
  async react(messageId: string, reaction: Reaction, on: boolean): Promise<void> {
    const sent = (await this.#encryption?.reactionTag(messageId, reaction)) ?? reaction;
    await this.#session.requestDurable({ type: "react-chat", messageId, reaction: sent, on }, v.unknown());
  }

  /** The newest messages before one, by its place in the room's order. Rejects with a CallError. */
  async before(seq: number): Promise<ChatHistory> {
    const history = await this.#fetch(`${PATHS.chat(this.#roomId)}?before=${seq}`, chatHistorySchema);
    await this.#encryption?.openChat(history.messages);
    return history;
  }

  /** The newest messages with these words, or those before a place in the room's order. Rejects with a CallError. */
  search(words: string, before: number | null): Promise<ChatFound> {
    const query = new URLSearchParams({ words, ...(before === null ? {} : { before: String(before) }) });
    return this.#fetch(`${PATHS.chatSearch(this.#roomId)}?${query}`, chatFoundSchema);
  }

  async #seal(messageId: string, revision: number, text: string): Promise<string> {
    return (await this.#encryption?.sealText(messageId, revision, text)) ?? text;
  }

  async #fetch<S extends v.GenericSchema>(path: string, schema: S): Promise<v.InferOutput<S>> {
    const response = await this.#ask(path, AbortSignal.timeout(ANSWER_WITHIN_MS));
    const body: unknown = await response.json().catch(() => undefined);
    const parsed = v.safeParse(schema, body);
    if (response.ok && parsed.success) return parsed.output;
    throw this.#refusalIn(response, body);
  }

  async #ask(path: string, signal: AbortSignal | null): Promise<Response> {
    const headers = { authorization: `Bearer ${await this.#token()}` };
    return fetch(path, { headers, signal }).catch(() => {
      throw CallError.connectionLost();
    });
  }

  #refusalIn({ status }: Response, body: unknown): CallError {
    if (status === 401) this.#pass = null;
    const refused = v.safeParse(apiErrorSchema, body);
    return refused.success
      ? CallError.fromWire(refused.output.error)
      : new CallError("internal", ERRORS.internal);
  }

  async #token(): Promise<string> {
    if (this.#pass !== null && Date.now() < this.#pass.endsAt) return this.#pass.token;
    const { token, expiresIn }: ChatPass = await this.#session.request(
      { type: "chat-pass" },
      chatPassGivenSchema,
    );
    this.#pass = { token, endsAt: Date.now() + (expiresIn - SPARE_SECONDS) * 1000 };
    return token;
  }
}
