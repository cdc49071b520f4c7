import type { Page } from "playwright-core";

/** The SRTP cipher of each connection that a page has to the node (RFC 7714). */
export function nodeCiphers(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const found: string[] = [];
    for (const { connection, isDirect } of globalThis.nearcastConnections) {
      if (isDirect || connection.connectionState !== "connected") continue;
      for (const entry of (await connection.getStats()).values())
        if (entry.type === "transport") found.push(entry.srtpCipher ?? "none");
    }
    return found;
  });
}
