import { startStack } from "../../../scripts/local/stack.ts";

/** The whole of Nearcast on one machine of a network: `serve.ts <address> <state directory>`. Prints its address when it is ready. */
const [host, stateDirectory] = process.argv.slice(2);
if (host === undefined || stateDirectory === undefined)
  throw new Error("serve.ts <address> <state directory>");
const stack = await startStack({ host, port: 0, stateDirectory, buildPage: false });
process.once("SIGTERM", () => void stack.close().then(() => process.exit()));
process.stdout.write(`Ready on ${stack.url}\n`);
throw await stack.failed;
