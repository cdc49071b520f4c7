import type { Stack, StackNode } from "../../../scripts/local/stack.ts";

/** Where the keeper of the stacks that test files share is (`stack-keeper.ts`); every process of a test run has it in its environment. */
export const KEEPER = "NEARCAST_STACK_KEEPER";

/** What a test file may know of a stack that others have had before it, and will have after it: nothing that ends or changes it. */
export interface SharedStack extends Pick<Stack, "url" | "databaseUrl"> {
  readonly nodes: readonly Pick<StackNode, "id" | "healthUrl">[];
}

/** Takes a stack, of one node, that nobody else has meanwhile. @param isNew nobody may have had it before, either */
export async function takeStack({ isNew = false } = {}): Promise<SharedStack> {
  return JSON.parse(await ask(isNew ? "/start" : "/take"));
}

/** @param isSuspect something went wrong on it, so nobody gets it again */
export async function giveBackStack({ url }: SharedStack, isSuspect: boolean): Promise<void> {
  await ask(isSuspect ? "/discard" : "/return", url);
}

async function ask(path: string, body = ""): Promise<string> {
  const response = await fetch(`${process.env[KEEPER]}${path}`, { method: "POST", body });
  const text = await response.text();
  if (!response.ok) throw new Error(`The stacks' keeper: ${text}`);
  return text;
}
