import { prepareState } from "../../../scripts/local/prepare-state.ts";

/** As many nodes as any test has. */
const NODE_IDS = ["local-1", "local-2", "local-3"];

// A program of its own: in Vitest's own process modules resolve in another way, and PostgreSQL's are not found.
const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error("Say in which directory to prepare a stack's state.");
await prepareState(directory, NODE_IDS);
