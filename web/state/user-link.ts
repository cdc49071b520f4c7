import { effect } from "@preact/signals";
import { PING } from "../../protocol/api.ts";
import { CLOSE_CODES } from "../../protocol/errors.ts";
import { parseFrame } from "../../protocol/frame.ts";
import { FROM_USER, type FromUser, type ToUser, USER_SOCKET_PATH } from "../../protocol/user/messages.ts";
import { backoffMs } from "../call/reconnect.ts";
import { loadAccount } from "./account.ts";
import { isAway, watchActivity } from "./activity.ts";
import { endedCall, forgetPendingCalls, noteCallEnd, pendingCalls, refreshCalls } from "./calls.ts";
import { refreshFriends } from "./friends.ts";
import { notePresence, presences } from "./presences.ts";
import { account } from "./remembered-account.ts";
import { callHere } from "./whereabouts.ts";

const BACKOFF = { baseMs: 500, maxMs: 30_000 } as const;
/** Networks forget connections on which nothing is said. */
const PING_EVERY_MS = 45_000;
const INCOMING = { chars: 400_000, items: 64 } as const;

let link: UserLink | null = null;

/** Tells the object of who is signed in something. What cannot be told now is lost. */
export function tellUser(message: ToUser): void {
  link?.tell(message);
}

/** Keeps a socket to the object of whoever is signed in, for as long as the page lives. */
export function followUser(): void {
  let userId: string | null = null;
  effect(() => {
    const next = account.value?.id ?? null;
    if (next === userId) return;
    userId = next;
    link?.close();
    link = next === null ? null : new UserLink();
  });
}

/** The connection to one's object: it tells how it is here, and hears how it is with friends. */
class UserLink {
  #socket: WebSocket | null = null;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #ping: ReturnType<typeof setInterval> | undefined;
  readonly #stop = new AbortController();
  readonly #stopWatching: () => void;
  readonly #stopTelling: () => void;

  constructor() {
    this.#stopWatching = watchActivity();
    this.#connect();
    this.#stopTelling = effect(() => this.tell({ type: "here", away: isAway.value, call: callHere.value }));
    addEventListener("online", () => this.#reconnectNow(), { signal: this.#stop.signal });
  }

  close(): void {
    this.#stop.abort();
    this.#stopWatching();
    this.#stopTelling();
    this.#drop();
    presences.value = new Map();
    endedCall.value = null;
  }

  #connect(): void {
    const { protocol, host } = location;
    const socket = new WebSocket(`${protocol === "https:" ? "wss" : "ws"}://${host}${USER_SOCKET_PATH}`);
    this.#socket = socket;
    socket.onopen = () => {
      this.#attempt = 0;
      this.#ping = setInterval(() => socket.send(PING), PING_EVERY_MS);
      // What has changed before was told to nobody here.
      refreshFriends();
      // What is said by nobody is: at the page, and in no call.
      if (isAway.peek() || callHere.peek())
        this.tell({ type: "here", away: isAway.peek(), call: callHere.peek() });
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => hear(data);
    socket.onclose = ({ code }) => void this.#comeBack(code);
  }

  async #comeBack(code: number): Promise<void> {
    this.#drop();
    const attempt = this.#attempt++;
    // A blip is nothing to be seen.
    if (attempt > 0) presences.value = new Map();
    // A browser does not say why a socket was refused: where the sign-in has to be renewed, this does it, and where it is
    // over, nobody is signed in then.
    if (attempt > 0 || code === CLOSE_CODES.unauthorized) await loadAccount();
    if (this.#stop.signal.aborted) return;
    const wait = code === CLOSE_CODES.abuse ? BACKOFF.maxMs : backoffMs(attempt, Math.random(), BACKOFF);
    this.#retry = setTimeout(() => this.#connect(), wait);
  }

  #reconnectNow(): void {
    this.#drop();
    this.#connect();
  }

  #drop(): void {
    clearTimeout(this.#retry);
    clearInterval(this.#ping);
    forgetPendingCalls();
    if (!this.#socket) return;
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
    this.#socket = null;
  }

  tell(message: ToUser): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify([message]));
  }
}

function hear(data: unknown): void {
  if (typeof data !== "string" || !data.startsWith("[")) return;
  for (const item of parseFrame(FROM_USER, data, INCOMING)) if ("message" in item) take(item.message);
}

function take(message: FromUser): void {
  switch (message.type) {
    case "presences":
      presences.value = new Map(message.friends.map(({ friend, presence }) => [friend, presence]));
      return;
    case "presence":
      return notePresence(message.friend, message.presence);
    case "calls":
      pendingCalls.value = message;
      return refreshCalls();
    case "call-over":
      return noteCallEnd(message);
    case "friends-changed":
      return refreshFriends();
  }
}
