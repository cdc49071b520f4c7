import * as v from "valibot";
import { uuidSchema } from "../../../protocol/ids.ts";
import { LIMITS } from "../../../protocol/limits.ts";

/** The data channel of a direct connection: the viewer asks on it, the sender answers. */
export const QUESTIONS = { label: "alive", options: { ordered: false, maxRetransmits: 0 } } as const;
/** What waits to be sent on the channel is no more than this, in bytes: an old question is worth nothing. */
const MAX_WAITING = 1_000;

/** A question tells as well which of the sender's streams nobody looks at, by their ids. It is asked again soon, if lost. */
const questionSchema = v.pipe(v.array(uuidSchema), v.maxLength(LIMITS.producersPerParticipant));

/** Asks the other page whether it is there. False where the channel does not take it now. */
export function ask(channel: RTCDataChannel | null, hidden: readonly string[]): boolean {
  if (channel?.readyState !== "open" || channel.bufferedAmount > MAX_WAITING) return false;
  channel.send(JSON.stringify(hidden.slice(0, LIMITS.producersPerParticipant)));
  return true;
}

/** Answers each question; `hear` is told of those that can be understood. */
export function answerQuestions(channel: RTCDataChannel, hear: (hidden: ReadonlySet<string>) => void): void {
  channel.onmessage = ({ data }) => {
    if (channel.readyState === "open" && channel.bufferedAmount <= MAX_WAITING) channel.send("");
    const hidden = readQuestion(data);
    if (hidden !== null) hear(new Set(hidden));
  };
}

/** The streams that a question says are hidden; null where it is none. It never throws. */
export function readQuestion(data: unknown): readonly string[] | null {
  if (typeof data !== "string" || data.length > LIMITS.relayChars) return null;
  try {
    const parsed = v.safeParse(questionSchema, JSON.parse(data), { abortEarly: true });
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
