import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/**
 * What a link does to packets, the same in both directions. A delay of 50 ± 20 ms is `{ delayMs: 50, jitterMs: 20 }`;
 * packets may overtake each other then.
 */
export interface Weather {
  readonly delayMs?: number;
  readonly jitterMs?: number;
  /** Of a hundred packets. */
  readonly lossPercent?: number;
  /** The bottleneck's rate; null for none. What waits before it is at most QUEUE_MS long, and what comes then is lost. */
  readonly kilobits?: number | null;
}

/** A home router's queue: long enough to hurt, short enough to be seen as loss. */
const QUEUE_MS = 200;
const SMALLEST_QUEUE_BYTES = 15_000;
/** No bottleneck: more than anything here sends. */
const UNLIMITED_BYTES_PER_SECOND = 125_000_000;

/** Of a program's last words, in characters. */
const SAID_KEPT = 2_000;

/** A program that ends when this process does, because its standard input closes. */
export interface Tool {
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Starts one of VDE's programs. What it says is shown if it ends by itself. */
export function startTool(command: string, args: readonly string[]): Tool {
  const process_ = spawn(command, args, { stdio: "pipe", detached: true });
  let said = "";
  process_.stderr.on("data", (chunk) => {
    said = (said + chunk).slice(-SAID_KEPT);
  });
  let isStopping = false;
  const exited = once(process_, "exit")
    .catch((error: unknown) => [String(error)])
    .then(([code]) => {
      if (!isStopping) process.stderr.write(`${command} ended (${code}): ${said}\n`);
    });
  return {
    process: process_,
    stop: async () => {
      isStopping = true;
      process_.kill("SIGTERM");
      await exited;
    },
  };
}

/** A wire between two virtual switches, whose weather can be changed while packets are on it. */
export class Wire {
  readonly #tool: Tool;
  readonly #answers: string[] = [];
  #heard: (() => void) | null = null;

  /** @param left and right are the switches' sockets */
  constructor(left: string, right: string) {
    this.#tool = startTool("wirefilter", ["-v", `${left}:${right}`]);
    const { stdout } = this.#tool.process;
    if (stdout === null) throw new Error("wirefilter has no output");
    createInterface(stdout).on("line", (line) => {
      const [, code] = /(\d{4}) /.exec(line) ?? [];
      if (code === undefined) return;
      this.#answers.push(code);
      this.#heard?.();
    });
  }

  /** Changes the weather; what is not named is fine. Resolves when it has changed. */
  async setWeather({ delayMs = 0, jitterMs = 0, lossPercent = 0, kilobits = null }: Weather): Promise<void> {
    // wirefilter adds a part of the second number to the first.
    await this.#command(`delay ${delayMs - jitterMs}+${2 * jitterMs}U`);
    await this.#command(`loss ${lossPercent}`);
    const bytesPerSecond = kilobits === null ? UNLIMITED_BYTES_PER_SECOND : kilobits * 125;
    const queue = Math.max(SMALLEST_QUEUE_BYTES, Math.round((bytesPerSecond * QUEUE_MS) / 1_000));
    await this.#command(`bandwidth ${bytesPerSecond}`);
    await this.#command(`chanbufsize ${queue}`);
  }

  stop(): Promise<void> {
    return this.#tool.stop();
  }

  async #command(text: string): Promise<void> {
    const before = this.#answers.length;
    this.#tool.process.stdin?.write(`${text}\n`);
    while (this.#answers.length === before) {
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
    const code = this.#answers.at(-1);
    if (code !== "1000") throw new Error(`wirefilter answered ${code} to: ${text}`);
  }
}
