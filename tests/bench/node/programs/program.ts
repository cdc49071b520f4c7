import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Answer, Answers, Question } from "./answering.ts";

type ArgumentOf<A extends Answers, N extends keyof A> = Parameters<A[N]>[0];
type AnswerOf<A extends Answers, N extends keyof A> = Awaited<ReturnType<A[N]>>;

/** A program of the bench's own in a process of its own, so that its processor time and memory are nobody else's. */
export class Program<A extends Answers> {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;

  private constructor(child: ChildProcess) {
    this.#process = child;
    child.on("message", ({ id, ok, error }: Answer) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(ok);
      else waiting?.reject(new Error(error));
    });
    child.on("exit", (code, signal) => {
      const error = new Error(`a program of the bench ended with ${code ?? signal}`);
      for (const { reject } of this.#waiting.values()) reject(error);
    });
  }

  /**
   * Starts a program that calls `answerBench`.
   *
   * @param detached whether it has a session of its own, as what the bench measures otherwise has: Linux shares out a busy processor by
   * session (sched_autogroup)
   */
  static async start<A extends Answers>(file: URL, detached = false): Promise<Program<A>> {
    const child = fork(fileURLToPath(file), [], { serialization: "json", detached });
    const program = new Program<A>(child);
    const ready = Promise.withResolvers<unknown>();
    program.#waiting.set(0, ready);
    await ready.promise;
    return program;
  }

  get pid(): number {
    const { pid } = this.#process;
    if (pid === undefined) throw new Error("the program was not started");
    return pid;
  }

  /** @throws what the program threw, or that it has ended */
  ask<N extends keyof A & string>(name: N, argument: ArgumentOf<A, N>): Promise<AnswerOf<A, N>> {
    this.#lastId += 1;
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(this.#lastId, answer);
    this.#process.send({ id: this.#lastId, name, argument } satisfies Question);
    return answer.promise as Promise<AnswerOf<A, N>>;
  }

  /** Takes the processor from it, so that what it is sent waits in the kernel. */
  freeze(): void {
    this.#process.kill("SIGSTOP");
  }

  thaw(): void {
    this.#process.kill("SIGCONT");
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, "exit");
    this.thaw();
    this.#process.disconnect();
    await exited;
  }
}
