import type { RefusalReason } from "./refusal-reasons.ts";

/** What the edge reports. One JSON line each; nothing in it is secret. */
export type LogEvent =
  | { event: "request-failed"; path: string; error: string }
  | { event: "node-registered"; nodeId: string; region: string; addresses: readonly string[] }
  | { event: "node-lost"; nodeId: string; region: string }
  | { event: "node-was-cut-off"; nodeId: string; region: string; silentMs: number }
  | { event: "node-reported"; nodeId: string; roomId: string }
  | { event: "node-unreachable"; nodeId: string }
  | { event: "pipe-broken"; roomId: string; from: string; to: string; leaves: string }
  | { event: "node-drain-ordered" | "node-removed"; nodeId: string }
  | { event: "operator-refused"; path: string }
  | {
      event: "node-refused";
      nodeId: string | null;
      reason: RefusalReason;
      detail?: string | undefined;
      roomId?: string | undefined;
    }
  | { event: "registry-silent"; area: string; error: string }
  | { event: "outbox-flush-failed"; roomId: string; waiting: number; retryInMs: number; error: string }
  | { event: "files-not-deleted"; roomId: string; waiting: number; error: string }
  | { event: "picture-not-deleted"; picture: string; error: string }
  | { event: "mention-not-told"; roomId: string; error: string }
  | { event: "transaction-sent-again"; code: string }
  | { event: "visit-not-noted"; roomId: string; error: string }
  | { event: "room-write-failed"; roomId: string; retryInMs: number; error: string }
  | {
      event: "user-not-told" | "friend-not-told" | "friends-not-loaded" | "call-not-noted";
      userId: string;
      error: string;
    }
  | { event: "turn-failed"; error: string }
  | { event: "push-failed"; userId: string; error: string }
  | { event: "push-failed"; host: string; error: string }
  | { event: "push-refused"; host: string; status: number }
  | { event: "mail-failed"; error: string }
  | { event: "mail-refused"; status: number }
  | { event: "user-socket-closed-for-abuse"; userId: string; code: string }
  | { event: "provider-failed"; provider: string; error: string }
  | { event: "refresh-token-reused"; sessionId: string }
  | { event: "socket-closed-for-abuse"; roomId: string; code: string };

export function log(event: LogEvent): void {
  // biome-ignore lint/suspicious/noConsole: this is the one place that writes the log
  console.log(JSON.stringify({ at: new Date().toISOString(), ...event }));
}

/** An unknown thrown value as text, without its stack. */
export function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
