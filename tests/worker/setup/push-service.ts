import { createECDH, type ECDH, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { decrypt } from "http_ece";

/**
 * A program of its own: the push service of a browser, and the browser behind it, which decrypts with an implementation that
 * has nothing to do with the Worker's. `POST /browsers` makes a browser that subscribes; `POST /<id>` is where it is sent something,
 * and `GET /<id>` is what came, in clear; `DELETE /<id>?status=410` has each push answered so from then
 * on. It writes its origin as one line, and lasts as long as its standard input is open.
 */
interface Browser {
  readonly keys: ECDH;
  readonly auth: Buffer;
  readonly received: { headers: IncomingMessage["headers"]; data: unknown }[];
  /** What a push is answered in place of being taken. */
  refusal: number | null;
}

const browsers = new Map<string, Browser>();

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const id = pathname.slice(1);
  const answer = (status: number, body: unknown = {}) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (id === "browsers") return answer(201, subscribe());
  const browser = browsers.get(id);
  if (!browser) return answer(404);
  if (request.method === "DELETE") browser.refusal = Number(searchParams.get("status"));
  if (request.method === "DELETE") return answer(200);
  if (request.method === "GET") return answer(200, browser.received);
  if (browser.refusal !== null) return answer(browser.refusal);
  const clear = decrypt(Buffer.concat(chunks), {
    version: "aes128gcm",
    privateKey: browser.keys,
    authSecret: browser.auth,
  });
  browser.received.push({ headers: request.headers, data: JSON.parse(clear.toString("utf8")) });
  answer(201);
});

function subscribe(): { id: string; keys: { p256dh: string; auth: string } } {
  const id = randomBytes(12).toString("hex");
  const keys = createECDH("prime256v1");
  keys.generateKeys();
  const auth = randomBytes(16);
  browsers.set(id, { keys, auth, received: [], refusal: null });
  return { id, keys: { p256dh: keys.getPublicKey("base64url"), auth: auth.toString("base64url") } };
}

server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${JSON.stringify(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)}\n`);
});
for await (const _ of process.stdin);
server.close();
server.closeAllConnections();
