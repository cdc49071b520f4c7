import { createServer, type Http2Server, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { schemaMessage } from "./schema-message.ts";
import { PROVIDERS } from "./schemas.ts";

/** gRPC's word for a call that a server does not know. */
const UNIMPLEMENTED = "12";

/** What answers in place of the providers. */
export interface ProviderStubs {
  /** What Terraform's variable TF_REATTACH_PROVIDERS has to be, so that it downloads and starts none. */
  readonly reattach: string;
  close(): void;
}

/**
 * Serves what Terraform asks of a provider before it does anything in a cloud: the schema, and whether a configuration is
 * valid, which it always is. That is enough to validate, and for tests whose providers are mocked.
 */
export async function serveProviderStubs(): Promise<ProviderStubs> {
  const servers: Http2Server[] = [];
  const reattach: Record<string, unknown> = {};
  for (const [source, schema] of Object.entries(PROVIDERS)) {
    const server = createServer();
    server.on("stream", (stream, headers) => answer(stream, headers[":path"] ?? "", schemaMessage(schema)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    servers.push(server);
    const { port } = server.address() as AddressInfo;
    reattach[`registry.terraform.io/${source}`] = {
      Protocol: "grpc",
      ProtocolVersion: 6,
      Pid: process.pid,
      Test: true,
      Addr: { Network: "tcp", String: `127.0.0.1:${port}` },
    };
  }
  return {
    reattach: JSON.stringify(reattach),
    close: () => {
      for (const server of servers) server.close();
    },
  };
}

/** Nothing of a request is read: the name of the call says enough. */
function answer(stream: ServerHttp2Stream, path: string, schema: Buffer): void {
  // Terraform cancels what it does not wait for.
  stream.on("error", () => {});
  const [, service, method] = path.split("/");
  const headers = { ":status": 200, "content-type": "application/grpc+proto" };
  if (service !== "tfplugin6.Provider") {
    stream.respond({ ...headers, "grpc-status": UNIMPLEMENTED }, { endStream: true });
    return;
  }
  stream.respond(headers, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
  const message = method === "GetProviderSchema" ? schema : Buffer.alloc(0);
  // Before each message: that it is not compressed, and its length.
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([prefix, message]));
}
