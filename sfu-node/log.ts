export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

type InRoom = { roomId: string; epoch: number };
type InLink = { url: string };

/** Everything this program logs, and the fields of each event. */
interface LogEvents {
  "config.invalid": { problems: readonly string[] };
  "node.started": { region: string; workers: number; mediaPort: number; httpPort: number };
  "node.draining": { limitMs: number; rooms: number; reason: string };
  "node.stopped": { forced: boolean };
  "node.failed": { error: string };
  "link.open": InLink;
  "link.lost": InLink & { code: number; reason: string; retryInMs: number };
  "link.failed": InLink & { error: string };
  "link.fault": InLink & { code: string; message: string };
  "control.registered": { region: string };
  "control.refused": { code: string; message: string };
  "room.serving": InRoom;
  "room.superseded": { roomId: string; epoch: number; by: number };
  "room.closed": InRoom & { reason: string };
  "room.leaving": InRoom & { reason: string };
  "order.refused": InRoom & { type: string; orderEpoch: number };
  "order.failed": InRoom & { type: string; error: string };
  "consume.failed": { participantId: string; producerId: string; error: string };
  "dtls.failed": { participantId: string; transportId: string; direction: string };
  /** Its process answers, and its socket does not. */
  "worker.deaf": { worker: number; pid: number };
  /** Neither does: it is killed. */
  "worker.hung": { worker: number; pid: number };
  "worker.died": { worker: number; error: string };
  "worker.respawned": { worker: number; pid: number };
  "worker.respawn-failed": { worker: number; error: string };
  "mediasoup.warning": { source: string; message: string };
  "mediasoup.error": { source: string; message: string };
}

type Write = <E extends keyof LogEvents>(event: E, fields: LogEvents[E]) => void;
export type Log = Readonly<Record<LogLevel, Write>>;

/**
 * A log of JSON lines on standard output: `{time, level, event, …base, …fields}`, time in ISO 8601.
 *
 * @param base fields of every line, for example the node's id.
 */
export function createLog(level: LogLevel, base: Readonly<Record<string, string>> = {}): Log {
  const threshold = LOG_LEVELS.indexOf(level);
  const writer =
    (of: LogLevel): Write =>
    (event, fields) => {
      if (LOG_LEVELS.indexOf(of) < threshold) return;
      const line = { time: new Date().toISOString(), level: of, event, ...base, ...fields };
      process.stdout.write(`${JSON.stringify(line)}\n`);
    };
  return { debug: writer("debug"), info: writer("info"), warn: writer("warn"), error: writer("error") };
}

/** The sentence of something thrown, whatever it was. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
