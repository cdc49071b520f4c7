import type { CrowdAnswers } from "./programs/crowd.ts";
import { Program } from "./programs/program.ts";
import type { Identity } from "./rtc/identity.ts";
import { MediaPath } from "./rtc/media-path.ts";
import { ssrcOf } from "./rtc/packets.ts";
import type { MediaRoom } from "./site.ts";
import { type Viewer, viewerAt } from "./viewer.ts";

/** Every so many-th viewer is received by the bench itself, which sees when each packet comes. */
const WATCHED_EVERY = 10;

/** What a watched viewer gets: each packet that it consumes, with the viewer's place among those that are watched. */
export type Received = (packet: Buffer, viewer: number) => void;

/** Starts a process for viewers who only count. */
export function startCrowd(): Promise<Program<CrowdAnswers>> {
  return Program.start<CrowdAnswers>(new URL("./programs/crowd.ts", import.meta.url));
}

/** Many who watch: a few are received here, the others by a process of their own. */
export class Audience {
  readonly #crowd: Program<CrowdAnswers>;
  readonly #paths: MediaPath[] = [];
  #received: Received = () => undefined;
  #packets = 0;

  private constructor(crowd: Program<CrowdAnswers>) {
    this.#crowd = crowd;
  }

  /** Has so many come into a room, one after the other, and be sent all that is sent there. */
  static async open(size: number, room: MediaRoom, identity: Identity): Promise<Audience> {
    const viewers: Viewer[] = [];
    for (let index = 0; index < size; index++)
      viewers.push(viewerAt(await room.attach(`viewer-${index}`, identity.fingerprint)));
    const crowd = await startCrowd();
    const audience = new Audience(crowd);
    await crowd.ask("open", { identity, viewers: viewers.filter((_, index) => !isWatched(index)) });
    for (const viewer of viewers.filter((_, index) => isWatched(index)))
      await audience.#watch(viewer, identity);
    return audience;
  }

  /** How many are received here. */
  get watched(): number {
    return this.#paths.length;
  }

  /** Tells of what the watched viewers receive from now on. */
  listen(received: Received): void {
    this.#received = received;
  }

  /** How many packets all viewers have received since the last time that this was asked. */
  async count(): Promise<number> {
    const here = this.#packets;
    this.#packets = 0;
    return here + (await this.#crowd.ask("count", null));
  }

  /** Has the others leave what they are sent in the kernel: their machines are not the node's. */
  freezeOthers(): void {
    this.#crowd.freeze();
  }

  thawOthers(): void {
    this.#crowd.thaw();
  }

  async stop(): Promise<void> {
    for (const path of this.#paths) path.close();
    await this.#crowd.stop();
  }

  async #watch({ transport, ssrcs }: Viewer, identity: Identity): Promise<void> {
    const counted = new Set(ssrcs);
    const index = this.#paths.length;
    const path = await MediaPath.open(transport, identity, (packet) => {
      if (!counted.has(ssrcOf(packet))) return;
      this.#packets += 1;
      this.#received(packet, index);
    });
    this.#paths.push(path);
  }
}

function isWatched(index: number): boolean {
  return index % WATCHED_EVERY === WATCHED_EVERY - 1;
}
