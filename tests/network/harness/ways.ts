import type { Person } from "../../e2e/harness/browser.ts";

/** The two ends of a way to a media node, as the browser's statistics have them: `candidateType`, `protocol`, `address`. */
interface Way {
  readonly local: { id: string; candidateType: string; relayProtocol?: string };
  readonly remote: { address: string; candidateType: string; protocol: string };
}

/** How the transports of somebody's page to media nodes go that are connected. */
export function waysToNodes({ page }: Person): Promise<Way[]> {
  return page.evaluate(async () => {
    const found = [];
    for (const { connection, isDirect } of globalThis.nearcastConnections) {
      if (isDirect || connection.connectionState !== "connected") continue;
      const report = await connection.getStats();
      for (const entry of report.values()) {
        const pair = entry.type === "transport" && report.get(entry.selectedCandidatePairId);
        if (!pair) continue;
        found.push({
          local: report.get(pair.localCandidateId),
          remote: report.get(pair.remoteCandidateId),
        });
      }
    }
    return found;
  });
}
