/** What a program does for the bench: each by name, with one argument that can be said as JSON, as can the answer. */
export type Answers = Readonly<Record<string, (argument: never) => Promise<unknown>>>;

export interface Question {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

export interface Answer {
  readonly id: number;
  readonly ok?: unknown;
  readonly error?: string;
}

/** Answers the bench that started this program, in the order in which it asks, and ends with it. */
export function answerBench(answers: Answers): void {
  let last: Promise<void> = Promise.resolve();
  process.on("message", (question: Question) => {
    last = last.then(async () => void process.send?.(await answerTo(answers, question)));
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.({ id: 0 } satisfies Answer);
}

async function answerTo(answers: Answers, { id, name, argument }: Question): Promise<Answer> {
  try {
    const answer = answers[name];
    if (answer === undefined) throw new Error(`nothing is known about ${name}`);
    return { id, ok: await answer(argument as never) };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
