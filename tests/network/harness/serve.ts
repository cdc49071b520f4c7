import { startStack } from "../../../scripts/local/stack.ts";

/** The whole of Nearcast on one machine of a network. Prints its address when it is ready. */
const [options] = process.argv.slice(2);
if (options === undefined) throw new Error("serve.ts <StackOptions as JSON>");
const stack = await startStack({ port: 0, buildPage: false, ...JSON.parse(options) });
process.once("SIGTERM", () => void stack.close().then(() => process.exit()));
process.stdout.write(`Ready on ${stack.url}\n`);
throw await stack.failed;
