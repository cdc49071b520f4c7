import { PATHS } from "../../protocol/api.ts";

/** Where a room's socket is: on the page's own host, encrypted where the page is. */
export function socketUrl(roomId: string, { protocol, host }: { protocol: string; host: string }): string {
  return `${protocol === "https:" ? "wss" : "ws"}://${host}${PATHS.socket(roomId)}`;
}
