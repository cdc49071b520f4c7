import type { ErrorCode, WireError } from "../../protocol/errors.ts";

/** A request that the room refused, or that was lost with its socket (`connection_lost`). */
export class CallError extends Error {
  readonly code: ErrorCode | "connection_lost";
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode | "connection_lost", message: string, retryAfterMs?: number) {
    super(message);
    this.name = "CallError";
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }

  /** Of an error as it came over the wire. */
  static fromWire({ code, message, retryAfterMs }: WireError): CallError {
    return new CallError(code, message, retryAfterMs);
  }

  /** Of a request whose socket is gone: whether the room did it is unknown. */
  static connectionLost(): CallError {
    return new CallError("connection_lost", "The connection was lost.");
  }
}
