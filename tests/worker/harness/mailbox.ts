import { afterEach, beforeEach, vi } from "vitest";
import { Guest } from "./guest.ts";

const ENDPOINT = "https://mail.nearcast.test/send";
const TOKEN = "mail-token";

interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Who sends mails to people, in place of one that is out there. */
interface Mailbox {
  readonly mails: readonly Mail[];
  /** What is answered from now on, in this test. */
  answer: (() => Promise<Response>) | null;
}

/** A browser at a deployment that sends mails. */
export function mailedGuest(): Guest {
  return new Guest({ MAIL_ENDPOINT: ENDPOINT, MAIL_TOKEN: TOKEN, MAIL_FROM: "rooms@nearcast.test" });
}

/** Keeps the mails of each test; call it once, at the top of a test file. */
export function catchMails(): Mailbox {
  const mails: Mail[] = [];
  const mailbox: Mailbox = { mails, answer: null };
  beforeEach(() => {
    mails.length = 0;
    mailbox.answer = null;
    const reach = globalThis.fetch;
    vi.stubGlobal("fetch", async (address: string, init?: RequestInit) => {
      if (String(address) !== ENDPOINT) return reach(address, init);
      const isAllowed = new Headers(init?.headers).get("Authorization") === `Bearer ${TOKEN}`;
      if (!isAllowed) return new Response("", { status: 401 });
      if (mailbox.answer) return mailbox.answer();
      mails.push(JSON.parse(String(init?.body)));
      return new Response("{}");
    });
  });
  afterEach(() => vi.unstubAllGlobals());
  return mailbox;
}

/** Where the link of a mail leads, and what it ends in. */
export function linkOf({ text }: Mail): { path: string; token: string } {
  const [url = ""] = /https:\S+/.exec(text) ?? [];
  const { pathname, hash } = new URL(url);
  return { path: pathname, token: hash.slice(1) };
}
