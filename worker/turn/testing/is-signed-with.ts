import type { IceServer } from "../../../protocol/ice-servers.ts";

/** Whether a relay that shares this secret would find the password to be right, whatever the name says. */
export async function isSignedWith(secret: string, server: IceServer | undefined): Promise<boolean> {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const algorithm = { name: "HMAC", hash: "SHA-1" };
  const key = await crypto.subtle.importKey("raw", bytes(secret), algorithm, false, ["verify"]);
  const mac = Uint8Array.from(atob(server?.credential ?? ""), (char) => char.charCodeAt(0));
  return crypto.subtle.verify("HMAC", key, mac, bytes(server?.username ?? ""));
}
