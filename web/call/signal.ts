import type * as v from "valibot";
import type { Outgoing } from "./connection.ts";

/** What the media side needs of a session: a way to ask the room. */
export interface Signal {
  readonly ready: boolean;
  request<S extends v.GenericSchema>(message: Outgoing, schema: S): Promise<v.InferOutput<S>>;
  send(message: Outgoing): void;
}
