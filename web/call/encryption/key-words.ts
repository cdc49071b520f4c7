import * as v from "valibot";

/** What pages say to each other about keys, in the body of a relayed message. */
const keyWordsSchema = v.variant("say", [
  /** My keys, each sealed for you: the one in use, and the one that is used soon where there is one. */
  v.object({ say: v.literal("keys"), sealed: v.pipe(v.array(v.string()), v.maxLength(2)) }),
  /** Tell me your keys. */
  v.object({ say: v.literal("tell") }),
]);
type KeyWords = v.InferOutput<typeof keyWordsSchema>;

export const writeKeyWords = (words: KeyWords): string => JSON.stringify(words);

/** What was said; null where it is nothing that this page knows. */
export function readKeyWords(body: string): KeyWords | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), keyWordsSchema), body);
  return parsed.success ? parsed.output : null;
}
