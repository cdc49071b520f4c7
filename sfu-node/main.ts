import { type Config, ConfigError, readConfig } from "./config.ts";
import { createLog, errorText } from "./log.ts";
import { MediaNode } from "./node.ts";

/** Undefined where something is wrong, after saying what. */
function configOrComplaint(): Config | undefined {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    createLog("error").error("config.invalid", { problems: error.problems });
    return undefined;
  }
}

/** Runs the node until a signal or an operator has it drain. A second signal ends it at once, and so does an operator who removes it. */
async function run(config: Config): Promise<void> {
  const log = createLog(config.logLevel, { node: config.nodeId });
  const asked = Promise.withResolvers<NodeJS.Signals>();
  let signals = 0;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      signals += 1;
      asked.resolve(signal);
      if (signals === 1) return;
      log.warn("node.stopped", { forced: true });
      process.exit(1);
    });
  }
  try {
    const node = await MediaNode.create(config, log);
    const reason = await Promise.race([asked.promise, node.endOrdered]);
    await node.drain(reason === "remove" ? 0 : config.drainLimitMs, reason);
    log.info("node.stopped", { forced: false });
    process.exit(0);
  } catch (error) {
    log.error("node.failed", { error: errorText(error) });
    process.exit(1);
  }
}

const config = configOrComplaint();
if (config === undefined) process.exitCode = 1;
else await run(config);
