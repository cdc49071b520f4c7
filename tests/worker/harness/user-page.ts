import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { parseFrame, type Reply } from "../../../protocol/frame.ts";
import { FROM_USER, type FromUser, type ToUser, USER_SOCKET_PATH } from "../../../protocol/user/messages.ts";
import type { Presence } from "../../../protocol/user/presence.ts";
import type { UserObject } from "../../../worker/user/UserObject.ts";
import type {} from "./env.ts";
import type { Member } from "./friends.ts";
import { Inbox, soon } from "./inbox.ts";
import { Socket } from "./socket.ts";

const NO_LIMITS = { chars: Number.POSITIVE_INFINITY, items: Number.POSITIVE_INFINITY };
const open = new Set<UserPage>();

/** A page of somebody who is signed in, with its socket to their object. */
export class UserPage {
  readonly inbox = new Inbox<FromUser>("the page");
  readonly socket: Socket;
  readonly #replies = new Map<number, (reply: Reply) => void>();
  #requests = 0;

  static async open({ guest }: Pick<Member, "guest">): Promise<UserPage> {
    const page: { current: UserPage | null } = { current: null };
    const response = await guest.fetch(USER_SOCKET_PATH, { headers: { Upgrade: "websocket" } });
    const socket = await Socket.of(response, (items) => page.current?.hear(items));
    page.current = new UserPage(socket);
    open.add(page.current);
    return page.current;
  }

  /** Closes all that were opened. */
  static closeAll(): void {
    for (const page of open) page.socket.close();
    open.clear();
  }

  private constructor(socket: Socket) {
    this.socket = socket;
  }

  say(message: ToUser): void {
    this.socket.send(JSON.stringify([message]));
  }

  /** Sends anything as a request, and waits for its answer. */
  request(message: object): Promise<Reply> {
    const id = ++this.#requests;
    const answered = Promise.withResolvers<Reply>();
    this.#replies.set(id, answered.resolve);
    this.socket.send(JSON.stringify([{ ...message, id }]));
    return soon("an answer", answered.promise);
  }

  /** Waits until the page has heard that a friend is like this. */
  async sees(friend: string, presence: Presence): Promise<void> {
    const text = JSON.stringify(presence);
    await this.inbox.take(
      "presence",
      (item) => item.friend === friend && JSON.stringify(item.presence) === text,
    );
  }

  hear(items: unknown[]): void {
    for (const item of parseFrame(FROM_USER, JSON.stringify(items), NO_LIMITS)) {
      if ("message" in item) this.inbox.push(item.message);
      else if ("reply" in item) this.#replies.get(item.reply.re)?.(item.reply);
      else throw new Error(`The object sent ${JSON.stringify(items)}: ${item.error.message}`);
    }
  }
}

/** The object of somebody. */
function objectOf({ account }: Pick<Member, "account">): DurableObjectStub<UserObject> {
  return env.USERS.get(env.USERS.idFromName(account.id));
}

/** As the platform does with an object that is idle, or that crashes and loses its sockets. */
export async function evictUser(
  member: Pick<Member, "account">,
  webSockets: "hibernate" | "close",
): Promise<void> {
  await evictDurableObject(objectOf(member), { webSockets });
}

/** Lets time pass, as far as programs can see, and has somebody's object do what is due. */
export async function passFor(member: Pick<Member, "account">, milliseconds: number): Promise<void> {
  vi.setSystemTime(Date.now() + milliseconds);
  await runDurableObjectAlarm(objectOf(member));
}
