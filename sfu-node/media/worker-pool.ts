import { setLogEventListeners } from "mediasoup";
import type { Probe } from "../../protocol/probes.ts";
import { backoffMs } from "../backoff.ts";
import { familiesOf, type MediaSettings } from "../config.ts";
import { errorText, type Log } from "../log.ts";
import { IceChecks } from "../probing/ice-checks.ts";
import { within } from "../within.ts";
import { MediaWorker, type WorkerUsage } from "./media-worker.ts";
import type { PipeAddresses } from "./pipe-transport.ts";
import { WorkerWatch } from "./worker-watch.ts";

/** A worker has so long to say what it has used, in milliseconds: who asks for all has to get the others'. */
const USAGE_LIMIT_MS = 1_000;

/** A port, and the worker that listens there, if it is alive. */
interface Slot {
  readonly index: number;
  worker: MediaWorker | undefined;
  watch: WorkerWatch | undefined;
  /** Resolves when the worker is there. */
  ready: Promise<void>;
}

/** One mediasoup worker for each core. A worker that hangs is killed, and one that dies is made again on the same port. */
export class WorkerPool {
  readonly #settings: MediaSettings;
  readonly #log: Log;
  readonly #slots: Slot[];
  readonly #checks = new IceChecks();
  #deaths = 0;
  #hangs = 0;
  #isClosed = false;

  private constructor(settings: MediaSettings, log: Log) {
    this.#settings = settings;
    this.#log = log;
    this.#slots = Array.from({ length: settings.workers }, (_, index) => ({
      index,
      worker: undefined,
      watch: undefined,
      ready: Promise.resolve(),
    }));
  }

  /** Starts every worker. @throws where one cannot be started or its port is taken. */
  static async create(settings: MediaSettings, log: Log): Promise<WorkerPool> {
    setLogEventListeners({
      onwarn: (source, message) => log.warn("mediasoup.warning", { source, message }),
      onerror: (source, message) => log.error("mediasoup.error", { source, message }),
    });
    const pool = new WorkerPool(settings, log);
    try {
      await Promise.all(pool.#slots.map((slot) => pool.#start(slot)));
    } catch (error) {
      pool.close();
      throw error;
    }
    return pool;
  }

  /** So many participants of a room are to share a worker. */
  get participantsPerWorker(): number {
    return this.#settings.participantsPerWorker;
  }

  /** Where ends of pipes to other nodes listen. */
  get pipeAddresses(): PipeAddresses {
    const { listenIp: ip, announcedAddress, ipv6, pipePorts: portRange } = this.#settings;
    const [own] = familiesOf(this.#settings);
    return {
      ...(ipv6 && { ipv6: { ip: ipv6.listenIp, announcedAddress: ipv6.announcedAddress, portRange } }),
      [own ?? "ipv4"]: { ip, ...(announcedAddress === null ? {} : { announcedAddress }), portRange },
    };
  }

  /** How many workers have died since the start. */
  get deaths(): number {
    return this.#deaths;
  }

  /** How many of them were killed because they hung. */
  get hangs(): number {
    return this.#hangs;
  }

  /** Every live worker; waits for one where all have just died. */
  async live(): Promise<readonly MediaWorker[]> {
    while (this.#live().length === 0) await Promise.any(this.#slots.map((slot) => slot.ready));
    return this.#live();
  }

  /** Where pages and other nodes measure their way to this node; undefined where no worker is alive just now. */
  get probe(): Probe | undefined {
    return this.#live()[0]?.probe;
  }

  /** What each live worker has used since it started; without those that do not say. */
  async usage(): Promise<WorkerUsage[]> {
    const usages = await Promise.all(this.#live().map((worker) => within(worker.usage(), USAGE_LIMIT_MS)));
    return usages.filter((usage) => usage !== undefined);
  }

  /** How much of a core the busiest worker has used since the last call, 0 to 1. */
  async busiest(): Promise<number> {
    return Math.max(0, ...(await Promise.all(this.#live().map((worker) => worker.cpuShare()))));
  }

  /** Ends every worker, and so all their media. Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#checks.close();
    for (const slot of this.#slots) slot.watch?.stop();
    for (const worker of this.#live()) worker.close();
  }

  /** Resolves when the processes of a pool that was closed have ended, which a hung one would not do by itself. */
  async ended(): Promise<void> {
    await Promise.all(this.#live().map((worker) => worker.ended()));
  }

  #live(): MediaWorker[] {
    return this.#slots.flatMap((slot) => slot.worker ?? []);
  }

  async #start(slot: Slot): Promise<void> {
    const worker = await MediaWorker.create(slot.index, this.#settings, (error) => {
      this.#deaths += 1;
      this.#log.error("worker.died", { worker: slot.index, error: error.message });
      slot.worker = undefined;
      slot.watch?.stop();
      slot.ready = this.#respawn(slot);
    });
    if (this.#isClosed) return worker.close();
    slot.worker = worker;
    slot.watch = new WorkerWatch(worker, this.#checks, this.#log, () => {
      this.#hangs += 1;
    });
  }

  /** Tries until it works or the pool is closed; never rejects. */
  async #respawn(slot: Slot): Promise<void> {
    for (let failures = 1; !this.#isClosed; failures += 1) {
      try {
        await this.#start(slot);
        const pid = slot.worker?.pid;
        if (pid !== undefined) this.#log.info("worker.respawned", { worker: slot.index, pid });
        return;
      } catch (error) {
        this.#log.error("worker.respawn-failed", { worker: slot.index, error: errorText(error) });
        await new Promise((resolve) => setTimeout(resolve, backoffMs(failures)));
      }
    }
  }
}
