import * as v from "valibot";
import { uuidSchema } from "../../../protocol/ids.ts";
import { LIMITS } from "../../../protocol/limits.ts";
import type { Size } from "../../../protocol/room/watching.ts";

/** The data channel of a direct connection: the viewer asks on it, the sender answers. */
export const QUESTIONS = { label: "alive", options: { ordered: false, maxRetransmits: 0 } } as const;
/** What waits to be sent on the channel is no more than this, in bytes: an old question is worth nothing. */
const MAX_WAITING = 1_000;

/** How large a viewer wants a sender's pictures, by stream, in device pixels; what is not in it, in full. */
export type Wishes = ReadonlyMap<string, Size>;

const pixels = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LIMITS.pictureSide));

/** A question tells as well how large each stream is wanted: id, width and height. It is asked again soon, if lost. */
const questionSchema = v.pipe(
  v.array(v.tuple([uuidSchema, pixels, pixels])),
  v.maxLength(LIMITS.producersPerParticipant),
);

/** Asks the other page whether it is there. False where the channel does not take it now. */
export function ask(channel: RTCDataChannel | null, wishes: Wishes): boolean {
  if (channel?.readyState !== "open" || channel.bufferedAmount > MAX_WAITING) return false;
  const question = [...wishes].map(([streamId, { width, height }]) => [streamId, width, height]);
  channel.send(JSON.stringify(question.slice(0, LIMITS.producersPerParticipant)));
  return true;
}

/** Answers each question; `hear` is told of those that can be understood. */
export function answerQuestions(channel: RTCDataChannel, hear: (wishes: Wishes) => void): void {
  channel.onmessage = ({ data }) => {
    if (channel.readyState === "open" && channel.bufferedAmount <= MAX_WAITING) channel.send("");
    const wishes = readQuestion(data);
    if (wishes !== null) hear(wishes);
  };
}

/** What a question says is wanted; null where it is none. It never throws. */
export function readQuestion(data: unknown): Wishes | null {
  if (typeof data !== "string" || data.length > LIMITS.relayChars) return null;
  try {
    const parsed = v.safeParse(questionSchema, JSON.parse(data), { abortEarly: true });
    if (!parsed.success) return null;
    return new Map(parsed.output.map(([streamId, width, height]) => [streamId, { width, height }]));
  } catch {
    return null;
  }
}
