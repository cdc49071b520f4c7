import { DurableObject } from "cloudflare:workers";
import { PING, PONG } from "../../protocol/api.ts";
import { type CloseReason, type ErrorCode, wireError } from "../../protocol/errors.ts";
import { parseFrame } from "../../protocol/frame.ts";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import { REPORTS } from "../../protocol/node/reports.ts";
import type { Position } from "../../protocol/position.ts";
import type { ChatMessage, ChatPass } from "../../protocol/room/chat.ts";
import type { AttachGiven, ChatFile } from "../../protocol/room/files.ts";
import type { Role } from "../../protocol/room/participants.ts";
import type { RoomDetails } from "../../protocol/room/settings.ts";
import type { ToRoom } from "../../protocol/room/to-room.ts";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import { signChatPass } from "../auth/chat-pass.ts";
import { type JoinClaims, verifyJoinToken } from "../auth/join-token.ts";
import { nodeDialling } from "../auth/node-dial.ts";
import { useOnce } from "../auth/one-use.ts";
import { hashPassword } from "../auth/password.ts";
import { signUploadToken } from "../auth/upload-token.ts";
import { database } from "../db/client.ts";
import { messagesBefore } from "../db/messages.ts";
import { earliest } from "../earliest.ts";
import { type Env, readConfig } from "../env.ts";
import { deleteAllFiles } from "../files/stored-files.ts";
import { log } from "../log.ts";
import type { RefusalReason } from "../refusal-reasons.ts";
import { areaOf } from "../registry/areas.ts";
import { refused } from "../registry/refused.ts";
import { iceServersFor } from "../turn/ice-servers.ts";
import { haveServed, reportNode, requestNode } from "./ask-for-nodes.ts";
import { authorIdOf } from "./author-id.ts";
import { messagesNamedBy } from "./chat.ts";
import { keptBefore, namedMessages, waitingAt } from "./chat-storage.ts";
import { type Door, doorFor, roleOf, type Visitor } from "./doors.ts";
import { FileBin } from "./file-bin.ts";
import { fileUploaded, namedFiles } from "./file-storage.ts";
import { filesNamedBy } from "./files.ts";
import { faultItem } from "./frames.ts";
import { type Entry, isEntry } from "./grants.ts";
import { Guards } from "./guards.ts";
import { detailsOf, regionsOf } from "./meta.ts";
import { Outbox } from "./outbox.ts";
import { nextAlarm, type RoomInput, step } from "./room.ts";
import { RoomOutbox } from "./room-outbox.ts";
import { type Peer, Sockets } from "./sockets.ts";
import type { Effect, RoomMeta, RoomPassword, RoomState } from "./state.ts";
import { load, save } from "./storage.ts";
import { tellMentioned } from "./tell-mentioned.ts";

/** Of a room that is no more, its object knows its id alone, until its files are deleted. */
const ENDED = "ended";

/** A room: turns sockets, alarms and calls into inputs of `step`, stores what it says, and does what it wants done. */
export class RoomObject extends DurableObject<Env> {
  readonly #sockets: Sockets;
  #outbox: Outbox;
  #roomOutbox = new RoomOutbox();
  #fileBin: FileBin;
  readonly #guards = new Guards();
  #state: RoomState;
  /** When the object's alarm is set for; undefined while that is not known. */
  #alarmAt: number | null | undefined;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    context.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    this.#sockets = new Sockets(context);
    this.#state = load(context.storage.kv);
    this.#outbox = new Outbox(context.storage.kv, Date.now());
    this.#fileBin = new FileBin(context.storage.kv);
    this.#roomOutbox.follow(this.#state, Date.now());
    this.#missSockets();
  }

  /** Sockets outlast hibernation, but not a crash: whose socket is no more, has lost it. */
  #missSockets(): void {
    const open = this.#sockets.ids();
    const now = Date.now();
    const { participants, waiting, reservations } = this.#state;
    const people = [...participants.values(), ...[...waiting.values()].map(({ newcomer }) => newcomer)];
    for (const socket of [...people.map(({ socket }) => socket), ...reservations.keys()]) {
      if (socket !== null && !open.has(socket)) this.#take({ type: "socket-closed", socket, now });
    }
    for (const { socket } of this.#state.nodes.values()) {
      if (socket !== null && !open.has(socket)) this.#take({ type: "node-link-closed", socket, now });
    }
  }

  /**
   * Makes the room ready: somebody has its page open, at this position to whole degrees. Says what the room is, what they are in it and find at its door, and
   * the password that it asks for. Throws where the database is needed and does not answer.
   */
  async prepare(
    stored: RoomMeta,
    visitor: Visitor,
    position: Position | null,
  ): Promise<{ details: RoomDetails; role: Role; door: Door; password: RoomPassword | null }> {
    // A room that was never here may still have a chat in Postgres, whose sequence goes on.
    const isNew = this.#state.meta === null;
    const chat = isNew
      ? await messagesBefore(
          database(readConfig(this.env)),
          stored.id,
          Number.MAX_SAFE_INTEGER,
          LIMITS.chatTail,
        )
      : [];
    const now = Date.now();
    this.#take({ type: "prepare", meta: stored, chat, position, now });
    const meta = this.#state.meta ?? stored;
    return {
      details: detailsOf(meta),
      password: meta.password,
      role: roleOf(this.#state, visitor.userId),
      door: doorFor(this.#state, visitor, now),
    };
  }

  /** The only regions that the room's media may be in; null where it may be anywhere. */
  regions(): readonly string[] | null {
    return regionsOf(this.#state);
  }

  /** The room has another address. */
  changeSlug(slug: string): void {
    this.#take({ type: "slug-changed", slug, now: Date.now() });
  }

  /** The room is no more: everybody is told, its node lets go of it, and nothing of it stays here, nor in the bucket. */
  async end(roomId: string): Promise<void> {
    this.#take({ type: "ended", now: Date.now() });
    await this.ctx.storage.deleteAll();
    await this.ctx.storage.deleteAlarm();
    this.#state = load(this.ctx.storage.kv);
    this.#outbox = new Outbox(this.ctx.storage.kv, Date.now());
    this.#roomOutbox = new RoomOutbox();
    this.#fileBin = new FileBin(this.ctx.storage.kv);
    // Where the bucket does not answer, the platform has the alarm again.
    this.ctx.storage.kv.put(ENDED, roomId);
    this.#alarmAt = Date.now();
    await this.ctx.storage.setAlarm(this.#alarmAt);
  }

  /** A file that the room expects is in the bucket. Says what it is; null where the room does not want it any more. */
  fileUploaded(fileId: string, type: string): ChatFile | null {
    return fileUploaded(this.ctx.storage.kv, fileId, type);
  }

  /** The newest messages before a place in the room's order, oldest first, as far as the room still has them. */
  chatBefore(before: number, limit: number): ChatMessage[] {
    return keptBefore(this.ctx.storage.kv, before, limit);
  }

  /** Of the messages at these places, those that Postgres does not have yet as they are now. */
  chatWaitingAt(seqs: readonly number[]): ChatMessage[] {
    return waitingAt(this.ctx.storage.kv, seqs);
  }

  /** Takes a socket in: a page's, or that of a node whom the Worker has identified. */
  override async fetch(request: Request): Promise<Response> {
    const socket = crypto.randomUUID();
    if (new URL(request.url).pathname === "/page") {
      const atTheDoor = [...this.#state.waiting.values()].map(({ newcomer }) => newcomer.socket);
      if (!this.#sockets.makeRoom(atTheDoor))
        return Response.json({ error: wireError("room_full") }, { status: 429 });
      const position: Position | null = JSON.parse(request.headers.get("Page-Position") ?? "null");
      const page = { kind: "page", participantId: null, position, openedAt: Date.now() } as const;
      const client = this.#sockets.accept({ ...page, socket });
      return new Response(null, { status: 101, webSocket: client });
    }
    const { nodeId, wasUsed } = nodeDialling(request.headers, this.ctx.storage.kv);
    if (wasUsed) {
      this.#refused(nodeId, "used-token");
      return Response.json({ error: wireError("unauthorized") }, { status: 401 });
    }
    return new Response(null, {
      status: 101,
      webSocket: this.#sockets.accept({ kind: "node", socket, nodeId }),
    });
  }

  override async webSocketMessage(webSocket: WebSocket, frame: string | ArrayBuffer): Promise<void> {
    const peer = this.#sockets.peer(webSocket);
    if (peer.kind === "node") this.#hearNode(peer, frame);
    else await this.#hearPage(webSocket, peer.socket, frame);
  }

  override async webSocketClose(webSocket: WebSocket): Promise<void> {
    // The other end waits for this before it lets go.
    webSocket.close();
    this.#closed(this.#sockets.peer(webSocket));
  }

  override async webSocketError(webSocket: WebSocket): Promise<void> {
    this.#closed(this.#sockets.peer(webSocket));
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    const now = Date.now();
    const ended = this.ctx.storage.kv.get<string>(ENDED);
    if (ended) {
      await deleteAllFiles(this.env.FILES, ended);
      return this.ctx.storage.deleteAll();
    }
    this.#take({ type: "alarm", now });
    if (this.#state.meta) {
      const config = readConfig(this.env);
      const [version] = await Promise.all([
        this.#roomOutbox.flush(config, this.#state, now),
        this.#outbox.flush(config, this.#state.meta.id, now),
        this.#fileBin.empty(this.env.FILES, this.#state.meta.id, now),
      ]);
      if (version !== null) this.#take({ type: "meta-written", version, now: Date.now() });
    }
    this.#schedule();
  }

  #closed({ kind, socket }: Peer): void {
    this.#guards.forget(socket);
    this.#take({ type: kind === "page" ? "socket-closed" : "node-link-closed", socket, now: Date.now() });
  }

  #hearNode({ socket, nodeId }: Extract<Peer, { kind: "node" }>, frame: string | ArrayBuffer): void {
    const limits = { chars: LIMITS.nodeFrameChars, items: LIMITS.itemsPerNodeFrame };
    for (const item of parseFrame(REPORTS, typeof frame === "string" ? frame : "", limits)) {
      if ("message" in item) {
        this.#take({ type: "node-report", socket, nodeId, report: item.message, now: Date.now() });
      } else if ("error" in item) {
        this.#refused(nodeId, "bad-message", `${item.error.code}: ${item.error.message}`);
      }
    }
  }

  async #hearPage(webSocket: WebSocket, socket: string, frame: string | ArrayBuffer): Promise<void> {
    const { items, abuse } = this.#guards.hear(socket, frame, Date.now());
    for (const item of items) {
      if ("message" in item) await this.#hear(webSocket, item.message);
      else this.#sockets.send(socket, faultItem(item.id, item.error));
    }
    if (abuse) {
      log({ event: "socket-closed-for-abuse", roomId: this.#roomId, code: abuse });
      this.#sockets.close(socket, "abuse");
    }
  }

  async #hear(webSocket: WebSocket, message: ToRoom): Promise<void> {
    const { socket, participantId } = this.#sockets.page(webSocket);
    if (isEntry(message)) return this.#enter(webSocket, message);
    if (participantId === null) return this.#refuse(socket, message.id, "not_joined");
    const named = namedMessages(this.ctx.storage.kv, messagesNamedBy(message));
    const files = namedFiles(this.ctx.storage.kv, filesNamedBy(message));
    const now = Date.now();
    const wait = this.#guards.waitFor(this.#state, participantId, message, named, now);
    if (wait !== null) return this.#refuse(socket, message.id, "rate_limited", wait);
    this.#take({ type: "message", socket, participantId, message, named, files, now });
  }

  async #enter(webSocket: WebSocket, message: Entry): Promise<void> {
    const claims = message.type === "resume" ? null : await this.#verify(message.token);
    const authorId = claims ? await authorIdOf(claims.roomId, claims.userId) : "";
    const { socket, participantId, position } = this.#sockets.page(webSocket);
    const now = Date.now();
    // The socket may have gone, or joined by another frame, while the token was verified.
    if (webSocket.readyState !== WebSocket.OPEN) return;
    if (participantId !== null) return this.#refuse(socket, message.id, "already_joined");
    if (message.version !== PROTOCOL_VERSION) return this.#turnAway(socket, message.id, "version_mismatch");
    if (message.type === "resume") return this.#take({ type: "resume", socket, message, now });
    // A pass is good for one join, and for one reservation before it.
    const use = message.type === "join" ? "" : "reserve/";
    if (!claims || !useOnce(this.ctx.storage.kv, use + claims.tokenId, claims.expiresAt, now / 1000)) {
      // Who has thought for too long keeps the socket, and joins by it with a new pass.
      return message.type === "join" ? this.#turnAway(socket, message.id, "unauthorized") : undefined;
    }
    const { userId, isGuest, address, passwordId, invite, picture } = claims;
    const visitor: Visitor = { userId, isGuest, address, passwordId, invite };
    const ids = { authorId, participantId: crypto.randomUUID(), resumeKey: crypto.randomUUID() };
    const newcomer = { socket, picture, position, ...visitor, ...ids };
    if (message.type === "join") this.#take({ type: "join", newcomer, message, now });
    else this.#take({ type: "reserve", newcomer, message, now });
  }

  async #verify(token: string): Promise<JoinClaims | null> {
    const roomId = this.#state.meta?.id;
    return roomId ? verifyJoinToken(readConfig(this.env).tokenSecret, token, roomId) : null;
  }

  #refuse(socket: string, request: number | undefined, code: ErrorCode, waitMs?: number): void {
    this.#sockets.send(socket, faultItem(request, wireError(code, undefined, waitMs)));
  }

  #turnAway(socket: string, request: number | undefined, code: ErrorCode & CloseReason): void {
    this.#refuse(socket, request, code);
    this.#sockets.close(socket, code);
  }

  /** One step: the new state is stored as a whole before anything is said. */
  #take(input: RoomInput): void {
    const { state, effects, written } = step(this.#state, input);
    this.ctx.storage.transactionSync(() => save(this.ctx.storage.kv, this.#state, state, written));
    if (written.length > 0) this.#outbox.added(input.now);
    if (written.some(({ files, deleted }) => deleted || files.length > 0)) this.#fileBin.look();
    this.#state = state;
    this.#roomOutbox.follow(state, input.now);
    for (const effect of effects) this.#perform(effect);
    this.#schedule();
  }

  /** Empty before anybody has made the room ready. */
  get #roomId(): string {
    return this.#state.meta?.id ?? "";
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case "send":
        return this.#sockets.send(effect.socket, JSON.stringify(effect.item));
      case "broadcast":
        return this.#sockets.broadcast(effect.sockets, JSON.stringify(effect.item));
      case "seat":
        return this.#sockets.seat(effect.socket, effect.participantId);
      case "close":
        return this.#sockets.close(effect.socket, effect.reason);
      case "order":
        return this.#sockets.send(effect.socket, JSON.stringify(effect.order));
      case "request-node":
        return this.#follow(requestNode(this.env, effect));
      case "serve":
        return this.#follow(haveServed(this.env, this.#roomId, effect));
      case "refuse-node":
        return this.#refused(effect.nodeId, effect.reason, effect.detail);
      case "report-node":
        return this.ctx.waitUntil(reportNode(this.env, this.#roomId, effect));
      case "pipe-broken":
        return log({ event: "pipe-broken", roomId: this.#roomId, ...effect.pipe });
      case "hash-password":
        return this.ctx.waitUntil(this.#hashPassword(effect.socket, effect.request, effect.password));
      case "give-ice-servers":
        return this.ctx.waitUntil(this.#giveIceServers(effect.socket, effect.request));
      case "give-chat-pass":
        return this.ctx.waitUntil(this.#giveChatPass(effect.socket, effect.request, effect.userId));
      case "tell-mentioned":
        return this.ctx.waitUntil(tellMentioned(this.env, this.#state, effect));
      case "attach-file":
        return this.ctx.waitUntil(this.#attachFile(effect));
    }
  }

  /** Takes what came of an effect, if anything did. */
  #follow(outcome: Promise<RoomInput | null>): void {
    this.ctx.waitUntil(outcome.then((input) => input && this.#take(input)));
  }

  #refused(nodeId: string, reason: RefusalReason, detail?: string): void {
    const area = this.#state.nodes.get(nodeId)?.node.area ?? areaOf(null);
    refused(this.env, this.ctx, { nodeId, reason, detail, roomId: this.#roomId }, area);
  }

  async #hashPassword(socket: string, request: number | undefined, text: string): Promise<void> {
    const password = { id: crypto.randomUUID(), hash: await hashPassword(text) };
    this.#take({ type: "password-hashed", socket, request, password, now: Date.now() });
  }

  async #giveIceServers(socket: string, request: number): Promise<void> {
    const ok = await iceServersFor(readConfig(this.env).turn, Date.now());
    this.#sockets.send(socket, JSON.stringify({ re: request, ok }));
  }

  async #giveChatPass(socket: string, request: number, userId: string): Promise<void> {
    const roomId = this.#roomId;
    const token = await signChatPass(readConfig(this.env).tokenSecret, { userId, roomId });
    const ok: ChatPass = { token, expiresIn: TIMES.chatPassSeconds };
    this.#sockets.send(socket, JSON.stringify({ re: request, ok }));
  }

  async #attachFile({
    socket,
    request,
    userId,
    file,
  }: Extract<Effect, { type: "attach-file" }>): Promise<void> {
    const roomId = this.#roomId;
    const fileId = this.#fileBin.expect(file, userId, Date.now());
    if (fileId === null) return this.#refuse(socket, request, "too_many_files");
    const claims = { roomId, fileId, bytes: file.bytes };
    const token = await signUploadToken(readConfig(this.env).tokenSecret, claims);
    const ok: AttachGiven = { fileId, token, expiresIn: TIMES.uploadTokenSeconds };
    this.#sockets.send(socket, JSON.stringify({ re: request, ok }));
  }

  #schedule(): void {
    if (this.ctx.storage.kv.get(ENDED)) return;
    const due = [this.#outbox.dueAt, this.#roomOutbox.dueAt, this.#fileBin.dueAt];
    const at = earliest([nextAlarm(this.#state), ...due]);
    if (at === this.#alarmAt || (at === null && this.#alarmAt === undefined)) return;
    this.#alarmAt = at;
    this.ctx.waitUntil(at === null ? this.ctx.storage.deleteAlarm() : this.ctx.storage.setAlarm(at));
  }
}
