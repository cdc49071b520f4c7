import type * as v from "valibot";
import { CallError } from "./call-error.ts";
import type { Connection, Outgoing, Settle } from "./connection.ts";

interface Durable {
  readonly message: Outgoing;
  readonly schema: v.GenericSchema;
  readonly settle: Settle<unknown>;
}

/** Requests that are asked again on the next connection when their own is lost: the room does each once. */
export class DurableRequests {
  readonly #waiting = new Set<Durable>();
  #connection: Connection | null = null;
  #closed = false;

  /** Asks now where there is a connection, else on the next one. */
  add<S extends v.GenericSchema>(message: Outgoing, schema: S): Promise<v.InferOutput<S>> {
    return new Promise((resolve, reject) => {
      const settle: Settle<unknown> = (result) =>
        "ok" in result ? resolve(result.ok) : reject(result.error);
      if (this.#closed) return settle({ error: CallError.connectionLost() });
      const durable = { message, schema, settle };
      this.#waiting.add(durable);
      this.#ask(durable);
    });
  }

  /** Asks everything that waits on this connection, in the order in which it came; null while there is none. */
  use(connection: Connection | null): void {
    this.#connection = connection;
    for (const durable of this.#waiting) this.#ask(durable);
  }

  /** Gives up what waits. */
  close(): void {
    this.#closed = true;
    for (const { settle } of this.#waiting) settle({ error: CallError.connectionLost() });
    this.#waiting.clear();
  }

  #ask(durable: Durable): void {
    this.#connection?.ask(durable.message, durable.schema, (result) => {
      if ("error" in result && result.error.code === "connection_lost") return;
      this.#waiting.delete(durable);
      durable.settle(result);
    });
  }
}
