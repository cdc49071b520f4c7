import * as v from "valibot";
import { type ErrorCode, type WireError, wireError } from "./errors.ts";

/**
 * A frame is a JSON array of items. An item is an object with a `type` from the receiver's registry, and with an `id`
 * where the sender wants an answer; an answer is `{re, ok}` or `{re, error}`.
 */
export type Registry = Readonly<Record<string, v.GenericSchema>>;

/** The messages of a registry as a union that is discriminated by `type`. */
export type MessageOf<R extends Registry> = {
  [T in keyof R & string]: { type: T; id?: number } & v.InferOutput<R[T]>;
}[keyof R & string];

/** What one item of a frame turned out to be; an error carries the item's `id` where it had a readable one. */
export type ParsedItem<R extends Registry> =
  | { message: MessageOf<R> }
  | { reply: Reply }
  | { id: number | undefined; error: WireError };

const requestIdSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const replySchema = v.union([
  v.object({ re: requestIdSchema, ok: v.unknown() }),
  v.object({
    re: requestIdSchema,
    error: v.object({ code: v.string(), message: v.string(), retryAfterMs: v.optional(v.number()) }),
  }),
]);
/** An answer to the request whose `id` was `re`. */
export type Reply = { re: number; ok: unknown } | { re: number; error: WireError };

/**
 * Parses one frame against the receiver's registry. It never throws: a frame that cannot be read is one error, an item
 * that cannot be read is an error in its place, and the other items stand.
 */
export function parseFrame<R extends Registry>(
  registry: R,
  text: string,
  limits: { chars: number; items: number },
): ParsedItem<R>[] {
  if (text.length > limits.chars) return [fault(undefined, "frame_too_large")];
  let items: unknown;
  try {
    items = JSON.parse(text);
  } catch {
    return [fault(undefined, "bad_json")];
  }
  if (!Array.isArray(items)) return [fault(undefined, "bad_frame")];
  if (items.length > limits.items)
    return [fault(undefined, "frame_too_large", "That frame has too many messages.")];
  return items.map((item) => parseItem(registry, item));
}

function parseItem<R extends Registry>(registry: R, item: unknown): ParsedItem<R> {
  if (typeof item !== "object" || item === null) return fault(undefined, "bad_frame");
  if ("re" in item) {
    const reply = v.safeParse(replySchema, item);
    return reply.success ? { reply: reply.output as Reply } : fault(undefined, "bad_message");
  }
  const { type, id: rawId } = item as { type?: unknown; id?: unknown };
  const id = v.is(requestIdSchema, rawId) ? rawId : undefined;
  if (rawId !== undefined && id === undefined)
    return fault(undefined, "bad_message", "id: a positive integer");
  const schema = typeof type === "string" && Object.hasOwn(registry, type) ? registry[type] : undefined;
  if (schema === undefined) return fault(id, typeof type === "string" ? "unknown_type" : "bad_frame");
  const parsed = v.safeParse(schema, item, { abortEarly: true });
  if (!parsed.success) return fault(id, "bad_message", describeIssue(parsed.issues[0]));
  const message = { ...(parsed.output as object), type, ...(id === undefined ? {} : { id }) };
  return { message: message as MessageOf<R> };
}

/** Where and why a value does not fit, for example `rtpParameters.codecs: Invalid length`; never the value itself. */
function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return `${path ?? "message"}: expected ${issue.expected ?? `another ${issue.type}`}`.slice(0, 200);
}

function fault(id: number | undefined, code: ErrorCode, detail?: string) {
  return { id, error: wireError(code, detail) };
}
