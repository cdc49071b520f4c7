import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";

interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Who sends mails, on this machine: it keeps what it is given. */
export interface Mailbox {
  /** The Worker's `MAIL_…`, with this one in them. */
  readonly workerVariables: Readonly<Record<string, string>>;
  /** Waits for the next mail to an address that has not been read, and reads it: the link in it. */
  linkTo(address: string, subject: string): Promise<string>;
  close(): void;
}

const TOKEN = "a-token-of-the-tests-alone";

export async function startMailbox(): Promise<Mailbox> {
  const mails: Mail[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const isAllowed = request.method === "POST" && request.headers.authorization === `Bearer ${TOKEN}`;
    if (isAllowed) mails.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.writeHead(isAllowed ? 200 : 401, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const indexOf = (address: string, subject: string) =>
    mails.findIndex((mail) => mail.to === address && mail.subject === subject);
  return {
    workerVariables: {
      MAIL_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`,
      MAIL_TOKEN: TOKEN,
      MAIL_FROM: "rooms@nearcast.test",
    },
    async linkTo(address, subject) {
      await expect.poll(() => indexOf(address, subject)).toBeGreaterThanOrEqual(0);
      const [mail] = mails.splice(indexOf(address, subject), 1);
      return /https?:\S+/.exec(mail?.text ?? "")?.[0] ?? "";
    },
    close: () => server.close(),
  };
}
