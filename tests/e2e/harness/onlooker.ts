import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { WebSocket } from "ws";
import { PATHS, type Session } from "../../../protocol/api.ts";
import { ROUTER_RTP_CAPABILITIES } from "../../../protocol/codecs.ts";
import { PROTOCOL_VERSION } from "../../../protocol/version.ts";

/** Somebody who is in a room, without a browser: it takes part in nothing, and costs the machine nothing. */
export interface Onlooker {
  leave(): Promise<void>;
}

/** Comes into a room that there is already. */
export async function comeToLook(origin: string, slug: string): Promise<Onlooker> {
  const response = await fetch(origin + PATHS.session(slug), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  const { roomId, token } = (await response.json()) as Session;
  const socket = new WebSocket(origin.replace(/^http/, "ws") + PATHS.socket(roomId));
  await once(socket, "open");
  const fingerprint = { algorithm: "sha-256", value: Array(32).fill("AB").join(":") };
  const media = {
    rtpCapabilities: ROUTER_RTP_CAPABILITIES,
    dtlsParameters: { role: "client", fingerprints: [fingerprint] },
  };
  const who = { version: PROTOCOL_VERSION, token, tab: randomUUID(), name: "Onlooker" };
  socket.send(JSON.stringify([{ type: "join", id: 1, ...who, ...media }]));
  const [frame] = await once(socket, "message");
  if (!String(frame).includes('"ok"')) throw new Error(`The onlooker could not join: ${frame}`);
  return {
    leave: async () => {
      const closed = once(socket, "close");
      socket.send('[{"type":"leave"}]');
      await closed;
    },
  };
}

/** Fills a room up with onlookers, so that two people's media goes by the node and by nothing else. */
export async function keepOnNode(origin: string, slug: string): Promise<void> {
  await comeToLook(origin, slug);
  await comeToLook(origin, slug);
}
