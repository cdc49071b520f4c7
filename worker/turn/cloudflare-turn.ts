import * as v from "valibot";
import { type IceServer, iceServerSchema } from "../../protocol/ice-servers.ts";
import { TIMES } from "../../protocol/limits.ts";
import { type CloudflareTurn, usesPort53 } from "./turn-settings.ts";

const answerSchema = v.object({ iceServers: v.array(iceServerSchema) });

/**
 * Asks Cloudflare for credentials (https://developers.cloudflare.com/realtime/turn/generate-credentials/).
 *
 * @throws where Cloudflare does not give any within two seconds, with its status
 */
export async function fetchServers({
  origin,
  keyId,
  token,
  seconds,
}: Omit<CloudflareTurn, "kind">): Promise<IceServer[]> {
  const response = await fetch(`${origin}/v1/turn/keys/${keyId}/credentials/generate-ice-servers`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ ttl: seconds }),
    signal: AbortSignal.timeout(TIMES.turnTimeoutMs),
  });
  if (!response.ok) throw new Error(`Cloudflare answered ${response.status}`);
  const { iceServers } = v.parse(answerSchema, await response.json());
  return iceServers
    .map((server) => ({ ...server, urls: server.urls.filter((url) => !usesPort53(url)) }))
    .filter(({ urls }) => urls.length > 0);
}
