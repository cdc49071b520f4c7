import { DurableObject } from "cloudflare:workers";
import { PING, PONG } from "../../protocol/api.ts";
import { wireError } from "../../protocol/errors.ts";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import type { CallEnd } from "../../protocol/user/calls.ts";
import type { ToUser } from "../../protocol/user/messages.ts";
import type { Notification } from "../../protocol/user/notifications.ts";
import { noteAnswer } from "../db/calls.ts";
import { database } from "../db/client.ts";
import { findCircle } from "../db/friends.ts";
import { type Env, readConfig } from "../env.ts";
import { errorText, log } from "../log.ts";
import type { PendingCall } from "./calls.ts";
import {
  type Circle,
  presencesOf,
  type StoredCircle,
  withNothingHeard,
  without,
  withSignal,
  withStored,
} from "./circle.ts";
import { presenceOf, SILENCE, type Signal, tellingDue, type Visibility } from "./presence.ts";
import { push } from "./push.ts";
import { UserCalls } from "./user-calls.ts";
import { UserGuard } from "./user-guard.ts";
import { userObject } from "./user-object.ts";
import { UserSockets } from "./user-sockets.ts";

/** What friends were told last, and when. */
type Told = Signal & { readonly at: number };

/**
 * Somebody with an account: knows how it is with them from their pages, tells the objects of their friends, and hears from those;
 * rings on the pages when a friend calls.
 * Who is a friend, the database says; it is asked when the first page opens and when that changes.
 */
export class UserObject extends DurableObject<Env> {
  readonly #sockets: UserSockets;
  readonly #calls: UserCalls;
  readonly #guards = new WeakMap<WebSocket, UserGuard>();
  #userId: string;
  #circle: Circle | null;
  #told: Told;
  #closedAt: number;
  #loading: Promise<void> | null = null;
  /** Whether the circle, or what is being loaded of it, is out of date. */
  #isStale = false;
  #alarmAt: number | null = null;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    context.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    this.#sockets = new UserSockets(context);
    const { kv } = context.storage;
    this.#calls = new UserCalls({
      kv,
      tell: (message) => this.#sockets.tell(message),
      tellOther: (id, callId, end) =>
        context.waitUntil(this.#reach(id, (other) => other.callEnded(callId, end))),
      ended: (call, end) => {
        const { callId, name, room } = call;
        const missed = end === "missed" || end === "cancelled";
        if (call.notified) this.#push({ kind: "call-over", callId, name, slug: room.slug, missed });
      },
      record: (callId, answer) => context.waitUntil(this.#record(callId, answer)),
    });
    this.#userId = kv.get<string>("user") ?? "";
    this.#circle = kv.get<Circle>("circle") ?? null;
    this.#told = kv.get<Told>("told") ?? { ...SILENCE, at: 0 };
    this.#closedAt = kv.get<number>("closed") ?? 0;
    // Sockets outlast hibernation, but not a crash.
    this.#takeStock();
    this.#scheduleCalls();
  }

  /** Takes a page's socket in; the Worker has found out whose it is. */
  override async fetch(request: Request): Promise<Response> {
    const before = this.#sockets.pages().length;
    if (before >= LIMITS.socketsPerUser)
      return Response.json({ error: wireError("rate_limited") }, { status: 429 });
    this.#isOf(request.headers.get("User-Id") ?? "");
    const { client, server } = this.#sockets.accept(request.headers.get("Session-Id") ?? "");
    if (before === 0 || !this.#circle) this.ctx.waitUntil(this.#load());
    if (this.#circle) this.#sockets.send(server, presencesOf(this.#circle));
    if (this.#calls.due !== null) this.#sockets.send(server, this.#calls.told);
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): void {
    const guard = this.#guards.get(socket) ?? new UserGuard();
    this.#guards.set(socket, guard);
    const { items, abuse } = guard.hear(frame, Date.now());
    for (const item of items) {
      if ("message" in item) this.#take(socket, item.message);
      else this.#sockets.refuse(socket, item.id, item.error);
    }
    if (!abuse) return;
    log({ event: "user-socket-closed-for-abuse", userId: this.#userId, code: abuse });
    this.#sockets.close(socket, "abuse");
    this.#missed();
  }

  override webSocketClose(socket: WebSocket): void {
    // The other end waits for this before it lets go.
    socket.close();
    this.#missed();
  }

  override webSocketError(): void {
    this.#missed();
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    this.#calls.expire(Date.now());
    this.#scheduleCalls();
    if ((this.#isStale || !this.#circle) && this.#sockets.pages().length > 0) await this.#load();
    else this.#takeStock();
  }

  /** How it is with a friend. Answers how it is with this person; null where the two are no friends. */
  hear(friendId: string, signal: Signal): Signal | null {
    if (!this.#circle?.friends.has(friendId)) return null;
    if (this.#told.listens) this.#note(friendId, signal);
    const { presence, listens, version } = this.#told;
    return { presence, listens, version };
  }

  /** This person calls a friend, whose object is to ring as `ringing` says. */
  async call(calling: PendingCall, ringing: Omit<PendingCall, "notified">): Promise<void> {
    this.#isOf(ringing.otherId);
    if (!this.#begin(calling)) return;
    await this.#reach(calling.otherId, (friend) => friend.ring(calling.otherId, ringing));
  }

  /** A friend calls this person, of whom the object may not know yet. Where too many call, it is as if nobody were there. */
  ring(userId: string, call: Omit<PendingCall, "notified">): void {
    this.#isOf(userId);
    const notified = this.#sockets.pages().every(({ here }) => here.away);
    const { callId, name, room } = call;
    if (this.#begin({ ...call, notified }) && notified)
      this.#push({ kind: "call", callId, name, slug: room.slug });
  }

  /** Somebody has mentioned this person in a room where they are not. */
  mentioned(
    userId: string,
    { roomId, ...mention }: { roomId: string; messageId: string; name: string; slug: string; title: string },
  ): void {
    this.#isOf(userId);
    const now = Date.now();
    const before = this.ctx.storage.kv.get<Record<string, number>>("mentioned") ?? {};
    const recent = Object.entries(before).filter(([, at]) => at > now - TIMES.mentionsApartMs);
    if (recent.some(([id]) => id === roomId)) return;
    this.ctx.storage.kv.put("mentioned", Object.fromEntries([...recent, [roomId, now]]));
    this.#push({ kind: "mention", ...mention });
  }

  /** The other one has answered a call, or made an end of it. */
  callEnded(callId: string, end: CallEnd): void {
    this.#calls.hear(callId, end);
  }

  /** Somebody has become a friend. */
  async befriended(): Promise<void> {
    if (this.#sockets.pages().length === 0) return;
    await this.#load();
    this.#sockets.tell({ type: "friends-changed" });
  }

  /** Somebody is a friend no more. */
  forget(userId: string): void {
    this.#isStale ||= this.#loading !== null;
    if (this.#circle) this.#keep(without(this.#circle, userId));
    this.#calls.forget(userId);
    this.#sockets.tell({ type: "friends-changed" });
  }

  /** Somebody asks or has taken that back, or is called something else. */
  listChanged(): void {
    this.#sockets.tell({ type: "friends-changed" });
  }

  /** This person is seen in another way, or called something else, from now on. */
  async profileChanged(visibility: Visibility): Promise<void> {
    this.#isStale ||= this.#loading !== null;
    if (!this.#circle) return;
    this.#keep({ ...this.#circle, ...visibility });
    this.#takeStock();
    const listeners = [...this.#circle.friends].filter(([, { heard }]) => heard.listens);
    await Promise.all(listeners.map(([id]) => this.#reach(id, (friend) => friend.listChanged())));
  }

  /** Sessions are over: all, all but `kept`, or just `ended`. */
  endSessions(which: "all" | { kept: string } | { ended: string }): void {
    this.#sockets.closeSessions(
      (id) => which === "all" || ("kept" in which ? id !== which.kept : id === which.ended),
      "unauthorized",
    );
    this.#missed();
  }

  /** There is no such account any more. */
  async end(): Promise<void> {
    this.#sockets.closeSessions(() => true, "unauthorized");
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    this.#calls.clear();
    this.#circle = null;
    this.#told = { ...SILENCE, at: 0 };
  }

  #isOf(userId: string): void {
    if (this.#userId === userId) return;
    this.#userId = userId;
    this.ctx.storage.kv.put("user", userId);
  }

  #take(socket: WebSocket, message: ToUser): void {
    switch (message.type) {
      case "here":
        this.#sockets.note(socket, { away: message.away, call: message.call });
        return this.#takeStock();
      case "answer-call":
        return this.#calls.answer(message.callId, message.accept);
      case "cancel-call":
        return this.#calls.cancel(message.callId);
    }
  }

  /** A page is gone. */
  #missed(): void {
    if (this.#sockets.pages().length > 0) return this.#takeStock();
    this.#closedAt = Date.now();
    this.ctx.storage.kv.put("closed", this.#closedAt);
    this.#takeStock();
  }

  /** Tells friends what is so now, or will when it is time. */
  #takeStock(): void {
    const pages = this.#sockets.pages();
    const now = Date.now();
    if (!this.#circle) return;
    const here = pages.map((page) => page.here);
    const next = { presence: presenceOf(here, this.#circle), listens: pages.length > 0 };
    const due = tellingDue(this.#told, next, this.#closedAt);
    if (due === null) return;
    if (due > now) this.#schedule(due);
    else this.ctx.waitUntil(this.#tell(next, now));
  }

  async #tell(next: Pick<Signal, "presence" | "listens">, now: number): Promise<void> {
    if (!this.#circle) return;
    const before = this.#told;
    this.#told = { ...next, version: Math.max(before.version + 1, now), at: now };
    this.ctx.storage.kv.put("told", this.#told);
    const { friends } = this.#circle;
    if (!next.listens) {
      this.#keep(withNothingHeard(this.#circle));
      // Who has gone waits for nobody.
      this.#calls.cancel();
    }
    // Who comes back asks all; who is here has heard from all who are.
    const audience = [...friends].filter(([, { heard }]) => heard.listens || !before.listens);
    await this.#tellThese(audience.map(([id]) => id));
    if (!before.listens && this.#circle) this.#sockets.tell(presencesOf(this.#circle));
  }

  async #tellThese(ids: readonly string[]): Promise<void> {
    const { presence, listens, version } = this.#told;
    const tellOne = async (id: string) => {
      const answer = await this.#reach(id, (friend) =>
        friend.hear(this.#userId, { presence, listens, version }),
      );
      if (answer && this.#told.listens) this.#note(id, answer);
    };
    await Promise.all(ids.map(tellOne));
  }

  /** Does something with a friend's object; one that does not answer is heard of when either of the two comes back. */
  async #reach<T>(id: string, use: (friend: DurableObjectStub<UserObject>) => Promise<T>): Promise<T | null> {
    try {
      return await use(userObject(this.env, id));
    } catch (error) {
      log({ event: "friend-not-told", userId: this.#userId, error: errorText(error) });
      return null;
    }
  }

  #begin(call: PendingCall): boolean {
    const rings = this.#calls.begin(call);
    this.#scheduleCalls();
    return rings;
  }

  #push(notification: Notification): void {
    this.ctx.waitUntil(push(this.env, this.#userId, notification));
  }

  #scheduleCalls(): void {
    if (this.#calls.due !== null) this.#schedule(this.#calls.due);
  }

  /** Nobody waits for it, and nothing depends on it. */
  async #record(callId: string, answer: "accepted" | "declined"): Promise<void> {
    try {
      await noteAnswer(database(readConfig(this.env)), callId, answer);
    } catch (error) {
      log({ event: "call-not-noted", userId: this.#userId, error: errorText(error) });
    }
  }

  #note(friendId: string, signal: Signal): void {
    const friend = this.#circle?.friends.get(friendId);
    const next = this.#circle && withSignal(this.#circle, friendId, signal);
    if (!next || !friend) return;
    this.#keep(next);
    this.#sockets.tell({ type: "presence", friend: friend.id, presence: signal.presence });
  }

  #keep(circle: Circle): void {
    this.#circle = circle;
    this.ctx.storage.kv.put("circle", circle);
  }

  /** Asks the database who is a friend. Where it does not answer, what was known before stands. */
  async #load(): Promise<void> {
    this.#isStale = true;
    this.#loading ??= this.#loadFresh().finally(() => {
      this.#loading = null;
    });
    await this.#loading;
  }

  async #loadFresh(): Promise<void> {
    try {
      while (this.#isStale) {
        this.#isStale = false;
        const stored = await findCircle(database(readConfig(this.env)), this.#userId);
        if (!this.#isStale) await this.#follow(stored);
      }
    } catch (error) {
      log({ event: "friends-not-loaded", userId: this.#userId, error: errorText(error) });
      this.#isStale = true;
      this.#schedule(Date.now() + TIMES.friendsRetryMs);
    }
    this.#takeStock();
  }

  /** The circle is as the database has it; who is new in it is told. */
  async #follow(stored: StoredCircle): Promise<void> {
    const before = this.#circle?.friends;
    const circle = withStored(this.#circle, stored);
    this.#keep(circle);
    const strangers = [...circle.friends.keys()].filter((id) => !before?.has(id));
    if (this.#told.listens) await this.#tellThese(strangers);
  }

  #schedule(at: number): void {
    if (this.#alarmAt !== null && this.#alarmAt <= at && this.#alarmAt > Date.now()) return;
    this.#alarmAt = at;
    this.ctx.waitUntil(this.ctx.storage.setAlarm(at));
  }
}
