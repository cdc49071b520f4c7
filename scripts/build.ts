import { runCommand } from "./cli/command.ts";
import { step } from "./cli/terminal.ts";
import { ensurePage } from "./local/page.ts";

await runCommand(async () => {
  await ensurePage(step);
  return 0;
});
