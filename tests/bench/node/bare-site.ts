import { randomUUID } from "node:crypto";
import { childrenOf } from "../room/cpu-time.ts";
import type { BareAnswers } from "./programs/bare-node.ts";
import { Program } from "./programs/program.ts";
import type { MediaRoom, OwnedConsumer, Place, Site, Stream } from "./site.ts";

/** Bare mediasoup in a process of its own. */
export class BareSite implements Site {
  readonly pids: readonly number[];
  readonly program: Program<BareAnswers>;

  private constructor(pids: readonly number[], program: Program<BareAnswers>) {
    this.pids = pids;
    this.program = program;
  }

  static async start(): Promise<BareSite> {
    const program = await Program.start<BareAnswers>(
      new URL("./programs/bare-node.ts", import.meta.url),
      true,
    );
    return new BareSite([program.pid, ...(await childrenOf(program.pid))], program);
  }

  async openRoom(): Promise<BareRoom> {
    return new BareRoom(this.program, randomUUID());
  }

  stop(): Promise<void> {
    return this.program.stop();
  }
}

/** A room on bare mediasoup. */
export class BareRoom implements MediaRoom {
  readonly roomId: string;
  readonly #program: Program<BareAnswers>;

  constructor(program: Program<BareAnswers>, roomId: string) {
    this.#program = program;
    this.roomId = roomId;
  }

  /** @param hop 0 for where producers are, 1 for behind a pipe */
  attach(participantId: string, fingerprint: string, hop = 0): Promise<Place> {
    return this.#program.ask("attach", { roomId: this.roomId, participantId, fingerprint, hop });
  }

  produce(stream: Stream): Promise<readonly OwnedConsumer[]> {
    return this.#program.ask("produce", { roomId: this.roomId, stream });
  }

  start(participantId: string, consumerIds: readonly string[]): Promise<void> {
    return this.#program.ask("start", { roomId: this.roomId, participantId, consumerIds });
  }

  /** Begins a stream without encryption. Returns the port that takes it. */
  producePlainly(stream: Stream): Promise<number> {
    return this.#program.ask("producePlainly", { roomId: this.roomId, stream });
  }

  /** Sends all that is sent plainly to a port of this machine. Returns the streams' SSRCs. */
  consumePlainly(port: number): Promise<number[]> {
    return this.#program.ask("consumePlainly", { roomId: this.roomId, port });
  }
}
