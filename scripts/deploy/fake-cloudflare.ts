import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A Worker as it was uploaded. */
interface Uploaded {
  readonly bindings: readonly Binding[];
  /** What was said besides the bindings, and the program's files. */
  readonly keptBindings: readonly string[];
  readonly files: readonly string[];
}

interface Binding {
  readonly type: string;
  readonly name: string;
  /** Of a secret. */
  readonly text?: string;
  /** Of a KV namespace. */
  readonly namespace_id?: string;
}

/** The part of Cloudflare's API that a deployment uses, as wrangler uses it, with one account in it. */
export interface FakeCloudflare {
  readonly url: string;
  readonly accountId: string;
  readonly namespaces: { id: string; title: string }[];
  readonly deployed: readonly Uploaded[];
  /** The patterns that lead to the Worker. */
  readonly routes: readonly string[];
  /** What was asked that is not in it. */
  readonly unknown: readonly string[];
  close(): void;
}

const ACCOUNT = "0123456789abcdef0123456789abcdef";
const ZONE = "fedcba9876543210fedcba9876543210";
const MISSING_WORKER = { code: 10007, message: "This Worker does not exist on your account." };

/** Serves it, empty. */
export async function serveFakeCloudflare(): Promise<FakeCloudflare> {
  const namespaces: { id: string; title: string }[] = [];
  const deployed: Uploaded[] = [];
  const routes: string[] = [];
  const unknown: string[] = [];
  const worker = `/accounts/${ACCOUNT}/workers/scripts/nearcast`;
  const now = new Date().toISOString();

  /** What is answered; undefined for what is not there. */
  const result = async (method: string, path: string, request: IncomingMessage): Promise<unknown> => {
    const last = deployed.at(-1);
    switch (`${method} ${path}`) {
      case "GET /user":
        return { id: ACCOUNT, email: "you@example.org" };
      case "GET /user/tokens/verify":
        return { id: ACCOUNT, status: "active" };
      case "GET /accounts":
        return [{ id: ACCOUNT, name: "You" }];
      case "GET /memberships":
        return [{ id: ACCOUNT, account: { id: ACCOUNT, name: "You" } }];
      case `GET /accounts/${ACCOUNT}/storage/kv/namespaces`:
        return namespaces;
      case `POST /accounts/${ACCOUNT}/storage/kv/namespaces`: {
        const { title } = JSON.parse(String(await read(request)));
        const made = { id: (namespaces.length + 1).toString(16).padStart(32, "0"), title };
        namespaces.push(made);
        return made;
      }
      case `GET /accounts/${ACCOUNT}/r2/buckets/nearcast-files`:
        return { name: "nearcast-files", creation_date: now };
      case `GET ${worker}/secrets`:
        return last?.bindings
          .filter(({ type }) => type === "secret_text")
          .map(({ name, type }) => ({ name, type }));
      case `GET ${worker}/settings`:
        return last && { bindings: last.bindings.map(({ text: _, ...binding }) => binding) };
      case `GET /accounts/${ACCOUNT}/workers/services/nearcast`:
        return (
          last && {
            id: "nearcast",
            default_environment: {
              environment: "production",
              script: { id: "nearcast", tag: "1", last_deployed_from: "wrangler" },
            },
          }
        );
      case `GET /accounts/${ACCOUNT}/workers/workers/nearcast`:
        return last && { id: "1", name: "nearcast", subdomain: { enabled: true, previews_enabled: true } };
      case `GET ${worker}/deployments`:
        return last && { deployments: [] };
      case `POST ${worker}/assets-upload-session`:
        return { jwt: "assets", buckets: [] };
      case `PUT ${worker}`:
        deployed.push(await uploaded(request, last));
        return { id: "nearcast", startup_time_ms: 20, tag: "1", etag: "1", deployment_id: "1" };
      case "GET /zones":
        return [{ id: ZONE, name: "example.org" }];
      case `GET /zones/${ZONE}/workers/routes`:
        return [];
      case `PUT ${worker}/routes`: {
        const given: { pattern: string }[] = JSON.parse(String(await read(request)));
        routes.splice(0, routes.length, ...given.map(({ pattern }) => pattern));
        return given;
      }
      case `GET ${worker}/subdomain`:
        return { enabled: true, previews_enabled: true };
      case `POST ${worker}/subdomain`:
        return { enabled: true, previews_enabled: true };
      case `GET /accounts/${ACCOUNT}/workers/subdomain`:
        return { subdomain: "you" };
      default:
        unknown.push(`${method} ${path}`);
        return undefined;
    }
  };

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://fake");
    const all = await result(request.method ?? "", pathname.replace("/client/v4", ""), request);
    // Lists are asked for until a page is empty.
    const found = Array.isArray(all) && Number(searchParams.get("page") ?? 1) > 1 ? [] : all;
    const isThere = found !== undefined;
    response.writeHead(isThere ? 200 : 404, { "content-type": "application/json" });
    response.end(
      JSON.stringify({
        success: isThere,
        result: found ?? null,
        errors: isThere ? [] : [MISSING_WORKER],
        messages: [],
        result_info: { page: 1, per_page: 1000, count: 1, total_count: 1, total_pages: 1 },
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  const url = `http://127.0.0.1:${port}/client/v4`;
  return { url, accountId: ACCOUNT, namespaces, deployed, routes, unknown, close };
}

/** Reads what `wrangler deploy` sends. Secrets that are kept stay as they were. */
async function uploaded(request: IncomingMessage, before: Uploaded | undefined): Promise<Uploaded> {
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  const form = await new Response(await read(request), { headers }).formData();
  const metadata: { bindings: Binding[]; keep_bindings?: string[] } = JSON.parse(
    String(form.get("metadata")),
  );
  const names = new Set(metadata.bindings.map(({ name }) => name));
  const kept = before?.bindings.filter(
    ({ type, name }) => metadata.keep_bindings?.includes(type) && !names.has(name),
  );
  return {
    bindings: [...metadata.bindings, ...(kept ?? [])],
    keptBindings: metadata.keep_bindings ?? [],
    files: [...form.keys()].filter((name) => name !== "metadata"),
  };
}

async function read(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
