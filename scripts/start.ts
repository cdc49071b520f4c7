import { runCommand } from "./cli/command.ts";
import { STATE_DIRECTORY } from "./cli/paths.ts";
import { readSettings } from "./cli/settings.ts";
import { say, step } from "./cli/terminal.ts";
import { startStack } from "./local/stack.ts";

await runCommand(
  async ({ onStop }) => {
    const stack = await startStack({ ...readSettings(process.env), stateDirectory: STATE_DIRECTORY, step });
    onStop(() => stack.close());
    say(`Ready on ${stack.url}`);
    throw await stack.failed;
  },
  { endsBySignal: true },
);
