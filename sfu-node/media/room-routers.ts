import type { MediaWorker, RouterPlace } from "./media-worker.ts";
import type { LayeredProducer } from "./participant-media.ts";
import { pickWorker } from "./pick-worker.ts";
import { RouterLink } from "./router-link.ts";
import type { WorkerPool } from "./worker-pool.ts";

/** The routers of one room, on as many workers as it needs, and what is piped between them. */
export class RoomRouters {
  readonly #pool: WorkerPool;
  readonly #mostParticipants: number;
  readonly #lost: () => void;
  readonly #places = new Map<MediaWorker, Promise<RouterPlace>>();
  readonly #links = new Map<string, Promise<RouterLink>>();
  /** What a producer is on another router than its own. */
  readonly #piped = new Map<string, Promise<LayeredProducer>>();
  #gateway: RouterPlace | undefined;
  #closed = false;

  private constructor(pool: WorkerPool, mostParticipants: number, lost: () => void) {
    this.#pool = pool;
    this.#mostParticipants = mostParticipants;
    this.#lost = lost;
  }

  /**
   * Makes the first router.
   *
   * @param mostParticipants so many share a worker before the next ones go to another
   * @param lost called if one of its workers dies: the room's streams cross it
   */
  static async create(pool: WorkerPool, mostParticipants: number, lost: () => void): Promise<RoomRouters> {
    const routers = new RoomRouters(pool, mostParticipants, lost);
    routers.#gateway = await routers.placeFor(() => 0);
    return routers;
  }

  /** Where the pipes to other nodes end. */
  get gateway(): RouterPlace {
    if (this.#gateway === undefined) throw new Error("the room has no router yet");
    return this.#gateway;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /**
   * Where one more participant goes.
   *
   * @param participantsOn how many of the room are on a worker
   * @throws where mediasoup refuses
   */
  async placeFor(participantsOn: (worker: MediaWorker) => number): Promise<RouterPlace> {
    const workers = (await this.#pool.live()).map((worker) => ({
      worker,
      consumers: worker.consumers,
      rooms: worker.rooms,
      participants: participantsOn(worker),
    }));
    const picked = pickWorker(workers, this.#mostParticipants);
    if (picked === null) throw new Error("no worker is alive");
    return this.#place(picked.worker);
  }

  /** The producer as it is at another place, to be consumed there; it is brought there where it is not yet. */
  bring(producer: LayeredProducer, from: RouterPlace, to: RouterPlace): Promise<LayeredProducer> {
    if (from === to) return Promise.resolve(producer);
    const key = `${producer.id} ${to.router.id}`;
    return once(this.#piped, key, async () => {
      const piped = await (await this.#link(from, to)).pipe(producer, from.router);
      // Its owner may come back with the same id: then it is piped anew.
      piped.observer.once("close", () => this.#piped.delete(key));
      return piped;
    });
  }

  /** Closes every router and all that is on it. Idempotent. */
  close(): void {
    this.#closed = true;
    for (const opening of this.#places.values()) void opening.then(({ router }) => router.close(), ignore);
    this.#places.clear();
  }

  async #place(worker: MediaWorker): Promise<RouterPlace> {
    const place = await once(this.#places, worker, async () => {
      const opened = await worker.createRouter();
      opened.router.on("workerclose", this.#lost);
      return opened;
    });
    if (this.#closed) place.router.close();
    return place;
  }

  #link(one: RouterPlace, other: RouterPlace): Promise<RouterLink> {
    const key = [one.router.id, other.router.id].sort().join(" ");
    return once(this.#links, key, () => RouterLink.open(one.router, other.router));
  }
}

const ignore = () => undefined;

/** What is there or being made under a key; what fails may be tried again. */
function once<K, V>(known: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const there = known.get(key);
  if (there !== undefined) return there;
  const making = make();
  known.set(key, making);
  making.catch(() => known.delete(key));
  return making;
}
