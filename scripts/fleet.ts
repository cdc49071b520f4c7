import { readFile, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { runCommand } from "./cli/command.ts";
import { STATE_DIRECTORY } from "./cli/paths.ts";
import { readSettings } from "./cli/settings.ts";
import { say } from "./cli/terminal.ts";
import { UserError } from "./cli/user-error.ts";
import { askNodes, askWanted, type Edge, orderDrain } from "./fleet/fleet-api.ts";
import { planLines, replacementLines, wantedLines } from "./fleet/fleet-lines.ts";
import { readFleetOptions } from "./fleet/fleet-options.ts";
import { formatVariables, readMadeFleet } from "./fleet/made-fleet.ts";
import { planFleet } from "./fleet/plan-fleet.ts";
import { planReplacement } from "./fleet/plan-replacement.ts";

/** What a program that runs this is told by its exit code, besides 1 for a failure. */
const NOTHING_TO_CHANGE = 0;
const SOMETHING_TO_CHANGE = 2;

/** How many media nodes there are and how many are wanted; and, where it is told to, what Terraform is to make of it. */
await runCommand(async () => {
  const { files, replace } = readFleetOptions(process.argv.slice(2));
  const edge = await edgeOf(process.env);
  // First, as the plan wants it.
  const nodes = await askNodes(edge);
  const wanted = await askWanted(edge);
  for (const line of wantedLines(wanted)) say(line);
  if (!files) {
    const isDifferent = wanted.regions.some((region) => region.nodes !== region.wanted);
    return isDifferent ? SOMETHING_TO_CHANGE : NOTHING_TO_CHANGE;
  }
  const text = await readFile(resolve(files.made), "utf8").catch((error: Error) => {
    throw new UserError(`${files.made} cannot be read: ${error.message}.`);
  });
  const made = readMadeFleet(text);
  const scaling = planFleet(made, wanted, nodes, Date.now());
  const { plans, replacement } = replace
    ? planReplacement(scaling, made, wanted, nodes)
    : { plans: scaling, replacement: null };
  for (const line of planLines(plans)) say(line);
  if (replace) for (const line of replacementLines(replacement)) say(line);
  // Whole or not at all: Terraform reads it by itself.
  const file = resolve(files.write);
  await writeFile(`${file}.new`, formatVariables(plans));
  await rename(`${file}.new`, file);
  for (const nodeId of plans.flatMap(({ drain }) => drain)) await orderDrain(edge, nodeId);
  const isDifferent = plans.some(({ added, removed }) => added.length + removed.length > 0);
  say(
    isDifferent
      ? `${files.write} is written: Terraform has something to do.`
      : "Terraform has nothing to do.",
  );
  return isDifferent ? SOMETHING_TO_CHANGE : NOTHING_TO_CHANGE;
});

/** The edge that the environment names, or else that of `npm start`. */
async function edgeOf(environment: NodeJS.ProcessEnv): Promise<Edge> {
  const { NEARCAST_URL: url, FLEET_TOKEN: token } = environment;
  if (url && !token)
    throw new UserError("FLEET_TOKEN is not set. Set it to the Worker's secret of that name.");
  if (url && token) {
    if (!URL.canParse(url))
      throw new UserError(`NEARCAST_URL=${url} is no address, like https://meet.example.org.`);
    return { url, token };
  }
  const secrets = await readFile(join(STATE_DIRECTORY, "secrets.json"), "utf8").catch(() => {
    throw new UserError(
      "NEARCAST_URL is not set, and there is no local run: set it and FLEET_TOKEN, or run npm start.",
    );
  });
  const { fleetToken }: { fleetToken: string } = JSON.parse(secrets);
  return { url: `http://localhost:${readSettings(environment).port}`, token: fleetToken };
}
