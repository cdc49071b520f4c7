// Has a media node drain, and waits until it has ended: then its machine may be taken away. Terraform runs this before it
// destroys one. It is plain JavaScript without dependencies, for whatever Node (18 or newer) is where Terraform runs.
//
//   EDGE_URL, NODE_ID      which node, at which edge
//   FLEET_TOKEN            the fleet's token
//   DRAIN_LIMIT_SECONDS    how long the node itself waits until its rooms have moved
//   DRAIN=skip             takes the machine away at once, whoever is in a call on it
import { setTimeout as sleep } from "node:timers/promises";

const { EDGE_URL, NODE_ID, FLEET_TOKEN, DRAIN, DRAIN_LIMIT_SECONDS = "3600" } = process.env;

/** After its limit a node moves its rooms away and ends: so much longer that may take. */
const GRACE_SECONDS = 60;
const POLL_MS = Number(process.env.DRAIN_POLL_MS ?? 3000);
const SAY_EVERY_MS = 30_000;

const address = `${EDGE_URL}/api/fleet/nodes/${NODE_ID}`;
/** Of what did not work, the last thing. */
let trouble = "";

if (DRAIN === "skip") end(`${NODE_ID} is not drained, because DRAIN=skip.`);
if (!FLEET_TOKEN)
  fail(
    'FLEET_TOKEN is not set. Run: export FLEET_TOKEN="$(terraform output -raw fleet_token)", and this again.',
  );

const started = Date.now();
const deadline = started + (Number(DRAIN_LIMIT_SECONDS) + GRACE_SECONDS) * 1000;
let isAsked = false;
let saidAt = 0;
let said = "";
while (Date.now() < deadline) {
  // Asked again where the answer was lost: a node that drains already goes on draining.
  const answer = await ask(isAsked ? "GET" : "POST", isAsked ? address : `${address}/drain`);
  if (answer?.status === 404)
    end(isAsked ? `${NODE_ID} has ended after ${seconds()} s.` : `${NODE_ID} is not there.`);
  if (answer?.status === 202) isAsked = true;
  tell(
    answer?.status === 200 ? `${NODE_ID} drains: ${loadOf(answer.body)}` : trouble || `${NODE_ID} drains.`,
  );
  await sleep(POLL_MS);
}
fail(
  `${NODE_ID} has not ended in ${seconds()} s${trouble && ` (${trouble})`}. Look at it on ${EDGE_URL}/fleet; run this again, or with DRAIN=skip.`,
);

/**
 * What the edge answers; undefined where it cannot be reached or has trouble of its own, which may pass.
 *
 * @param {string} method
 * @param {string} url
 */
async function ask(method, url) {
  try {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${FLEET_TOKEN}` },
      signal: AbortSignal.timeout(20_000),
    });
    const body = /** @type {{ error?: { code: string }, load?: Load }} */ (
      await response.json().catch(() => ({}))
    );
    if (response.status === 401) fail(`${EDGE_URL} does not know this FLEET_TOKEN.`);
    // Only this says that the node is gone; another 404 says that there is no fleet, or no Nearcast.
    if (response.status === 404 && body.error?.code !== "node_not_found")
      fail(`There is no fleet at ${EDGE_URL}: has its Worker a FLEET_TOKEN?`);
    trouble = response.ok || response.status === 404 ? "" : `${EDGE_URL} answers ${response.status}`;
    return trouble ? undefined : { status: response.status, body };
  } catch (error) {
    // What fetch itself throws says only that it failed; the reason is its cause.
    const reason = error instanceof Error ? (error.cause ?? error) : error;
    trouble = `${EDGE_URL} does not answer: ${reason instanceof Error ? reason.message : reason}`;
    return undefined;
  }
}

/** @typedef {{ rooms: number, people: number }} Load */

/** @param {{ load?: Load }} node */
function loadOf({ load }) {
  return load ? `${load.rooms} rooms, ${load.people} people` : "no word of its rooms";
}

/** Says what is new at once, and what is not from time to time. @param {string} line */
function tell(line) {
  if (line === said && Date.now() - saidAt < SAY_EVERY_MS) return;
  said = line;
  saidAt = Date.now();
  process.stdout.write(`${line} (${seconds()} s)\n`);
}

function seconds() {
  return Math.round((Date.now() - started) / 1000);
}

/** @param {string} line @returns {never} */
function end(line) {
  process.stdout.write(`${line}\n`);
  process.exit(0);
}

/** @param {string} line @returns {never} */
function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
