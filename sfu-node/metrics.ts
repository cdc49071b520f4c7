import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { RoomMedia } from "./media/room-media.ts";
import { collectStats, type MediaStats } from "./media/stats.ts";
import type { WorkerPool } from "./media/worker-pool.ts";

/** Scrapes within this time share one measurement, so that asking often does not cost more. */
const SHARED_MS = 1_000;
const ORDER_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** What is exported of the media: the metric's name, what it says, and its number. */
const MEDIA_GAUGES: readonly [string, string, (stats: MediaStats) => number][] = [
  ["nearcast_rooms", "Rooms that are served", (stats) => stats.rooms],
  ["nearcast_participants", "Participants that are attached", (stats) => stats.participants],
  ["nearcast_transports", "WebRTC transports", (stats) => stats.transports],
  ["nearcast_producers", "Streams that come in", (stats) => stats.producers],
  ["nearcast_consumers", "Streams that go out to participants", (stats) => stats.consumers],
  ["nearcast_piped_streams", "Streams that go out to other nodes", (stats) => stats.pipedStreams],
  ["nearcast_receive_bits_per_second", "Bitrate of all that comes in", (stats) => stats.receiveBitrate],
  ["nearcast_send_bits_per_second", "Bitrate of all that goes out", (stats) => stats.sendBitrate],
  ["nearcast_receive_loss_ratio", "Mean share of packets lost on the way in", (stats) => stats.receiveLoss],
  ["nearcast_send_loss_ratio", "Mean share of packets lost on the way out", (stats) => stats.sendLoss],
];

/** What the node counts, and what it measures when it is asked. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #refused = new Counter({
    name: "nearcast_orders_refused_total",
    help: "Orders of another epoch",
    labelNames: ["type"],
    registers: [this.#registry],
  });
  readonly #orders = new Histogram({
    name: "nearcast_order_seconds",
    help: "Time from the start of an order to its report",
    labelNames: ["type"],
    buckets: ORDER_SECONDS,
    registers: [this.#registry],
  });
  readonly #probes = new Counter({
    name: "nearcast_node_probes_total",
    help: "ICE checks of other nodes, as the registry wants them",
    registers: [this.#registry],
  });
  readonly #unanswered = new Counter({
    name: "nearcast_node_probes_unanswered_total",
    help: "Those of them that no answer came to",
    registers: [this.#registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** An order was not carried out, because it is of another epoch. */
  orderRefused(type: string): void {
    this.#refused.inc({ type });
  }

  orderDone(type: string, seconds: number): void {
    this.#orders.observe({ type }, seconds);
  }

  /** Another node was asked whether its media answers, and whether it did. */
  nodeProbed(isReached: boolean): void {
    this.#probes.inc();
    if (!isReached) this.#unanswered.inc();
  }

  /** Adds what is measured only when somebody asks. Call it once. */
  measure(rooms: () => readonly RoomMedia[], pool: WorkerPool): void {
    const stats = shared(() => collectStats(rooms()));
    for (const [name, help, of] of MEDIA_GAUGES) {
      this.#gauge(name, help, [], async (gauge) => gauge.set(of(await stats())));
    }
    const usage = shared(() => pool.usage());
    this.#gauge(
      "nearcast_worker_cpu_seconds_total",
      "CPU time of a mediasoup worker",
      ["worker"],
      async (gauge) => {
        for (const { index, cpuSeconds } of await usage()) gauge.set({ worker: index }, cpuSeconds);
      },
    );
    this.#gauge(
      "nearcast_worker_peak_memory_bytes",
      "Most resident memory of a worker",
      ["worker"],
      async (gauge) => {
        for (const { index, peakMemoryBytes } of await usage()) gauge.set({ worker: index }, peakMemoryBytes);
      },
    );
    this.#gauge("nearcast_worker_deaths_total", "mediasoup workers that died", [], async (gauge) =>
      gauge.set(pool.deaths),
    );
    this.#gauge(
      "nearcast_worker_hangs_total",
      "mediasoup workers that were killed because they hung",
      [],
      async (gauge) => gauge.set(pool.hangs),
    );
  }

  /** All of it as Prometheus text. */
  async render(): Promise<{ contentType: string; body: string }> {
    return { contentType: this.#registry.contentType, body: await this.#registry.metrics() };
  }

  /** A gauge that is measured on each scrape; its series of before are forgotten first, as a worker may be gone. */
  #gauge(
    name: string,
    help: string,
    labelNames: readonly string[],
    measure: (gauge: Gauge) => Promise<void>,
  ): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames,
      registers: [this.#registry],
      collect: () => {
        gauge.reset();
        return measure(gauge);
      },
    });
  }
}

/** `measure`, but at most once a second: callers in between get the last answer. */
function shared<T>(measure: () => Promise<T>): () => Promise<T> {
  let last: { atMs: number; value: Promise<T> } | undefined;
  return () => {
    const now = performance.now();
    if (last === undefined || now - last.atMs > SHARED_MS) last = { atMs: now, value: measure() };
    return last.value;
  };
}
