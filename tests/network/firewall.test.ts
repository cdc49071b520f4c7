import { createHmac } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { type Person, shareScreen } from "../e2e/harness/browser.ts";
import { openMark, readMark } from "../e2e/harness/mark.ts";
import { watch } from "./harness/bearing.ts";
import { type Relay, startRelay } from "./harness/relay.ts";
import { say } from "./harness/say.ts";
import { setNetworkScene } from "./harness/scene.ts";
import { waysToNodes } from "./harness/ways.ts";

/** How long credentials live here, in seconds. */
const LIFE = 60;
/** A call that lasts several lives. */
const CALL_SECONDS = 5 * LIFE;
/** The page's own end of a way. */
const BY_TLS = { candidateType: "relay", relayProtocol: "tls" };
const SIZE = { width: 1280, height: 720 };
/** How often the picture changes, in ms: so seldom that the call leaves the machine to what runs beside it. */
const STEP_MS = 500;
/**
 * The longest time without sound, in ms: a relay whose credentials have ended is missed for longer, as it is seconds before a
 * browser gives a path up (https://www.rfc-editor.org/rfc/rfc7675, section 5.1). What else goes on on the machine costs less.
 */
const SOUND_GAP_MS = 2_000;

let relay: Relay;
const scene = setNetworkScene(["ada", "ben", "relay"] as const, async ({ hosts }) => {
  await relay?.close();
  relay = await startRelay(hosts.relay);
  await hosts.ada.allowOnlyTcp(443);
  const { address, secret } = relay;
  return {
    port: 443,
    workerVariables: {
      TURN_URLS: `stun:${address}:3478,turn:${address}:3478?transport=udp,turns:${address}:443?transport=tcp`,
      TURN_SECRET: secret,
      TURN_CREDENTIAL_SECONDS: String(LIFE),
    },
  };
});
afterAll(() => relay?.close());

/** What a page gets from the relay at one of its addresses: candidates by it, or the error that it says. */
function askRelay({ page }: Person, server: RTCIceServer): Promise<{ relayed: number; errors: number[] }> {
  return page.evaluate(async (iceServer) => {
    const connection = new RTCPeerConnection({ iceServers: [iceServer], iceTransportPolicy: "relay" });
    const found = { relayed: 0, errors: [] as number[] };
    const gathered = new Promise<void>((resolve) => {
      connection.onicecandidate = ({ candidate }) => {
        if (candidate === null) resolve();
        else if (candidate.type === "relay") found.relayed += 1;
      };
    });
    connection.onicecandidateerror = ({ errorCode }) => found.errors.push(errorCode);
    connection.createDataChannel("");
    await connection.setLocalDescription();
    await gathered;
    connection.close();
    return found;
  }, server);
}

/** Credentials as the Worker makes them, for who comes at `expiresAt` (seconds since 1970) at the latest. */
function credentials(expiresAt: number): { username: string; credential: string } {
  const username = `${expiresAt}:tests`;
  return { username, credential: createHmac("sha1", relay.secret).update(username).digest("base64") };
}

test("who may reach nothing but TCP 443 joins, shares and sees, for as long as the call lasts", {
  timeout: 600_000,
}, async () => {
  const ada = await scene.arrive("ada", "wall");
  const ben = await scene.arrive("ben", "wall");
  await ada.page.getByRole("button", { name: "Unmute", exact: true }).click();
  await openMark(ada.context, SIZE, { stepMs: STEP_MS });
  await shareScreen(ada.page, "1080p", "15 fps");
  await expect.poll(async () => (await readMark(ben.page)).count, { timeout: 60_000 }).not.toBeNull();
  for (const { local } of await waysToNodes(ada)) expect(local).toMatchObject(BY_TLS);
  await ada.page.keyboard.press("i");
  await ada.page
    .getByRole("article", { name: "Your screen", exact: true })
    .getByText(/^Node .*, by relay$/)
    .waitFor();
  await ada.page.getByRole("button", { name: "Close panel" }).click();
  // Who can do without does.
  for (const { local } of await waysToNodes(ben)) expect(local.candidateType).not.toBe("relay");

  const first = await waysToNodes(ada);
  const bearing = await watch(ben.page, CALL_SECONDS, SIZE.width);
  say(`${CALL_SECONDS} s through a relay, with credentials for ${LIFE} s: ${JSON.stringify(bearing)}`);
  expect(bearing.soundGapMs).toBeLessThan(SOUND_GAP_MS);
  expect(bearing.readable).toBeGreaterThan(0.95 * bearing.looks);
  for (const { local } of await waysToNodes(ada)) {
    expect(local).toMatchObject(BY_TLS);
    expect(first.map((way) => way.local.id)).not.toContain(local.id);
  }
  // At the end it goes on by what was given to it just now.
  const lives = new Set(relay.users.map((user) => Number(user.split(":")[0])));
  expect(lives.size).toBeGreaterThanOrEqual(CALL_SECONDS / LIFE);
  expect(Math.max(...lives) * 1_000).toBeGreaterThan(Date.now());
});

test("a relay takes who comes by UDP, TCP or TLS with credentials, and refuses what has ended or was made up", async () => {
  const ben = await scene.arrive("ben", "relays");
  const { address } = relay;
  const now = Math.floor(Date.now() / 1_000);
  for (const url of [
    `turn:${address}:3478?transport=udp`,
    `turn:${address}:3478?transport=tcp`,
    `turns:${address}:443`,
  ])
    expect(await askRelay(ben, { urls: url, ...credentials(now + LIFE) }), url).toEqual({
      relayed: 1,
      errors: [],
    });
  const urls = `turn:${address}:3478?transport=udp`;
  const refusals = relay.refusals;
  expect(await askRelay(ben, { urls, ...credentials(now - 1) })).toEqual({ relayed: 0, errors: [401] });
  const { username } = credentials(now + LIFE);
  expect(await askRelay(ben, { urls, username, credential: "guessed" })).toEqual({
    relayed: 0,
    errors: [401],
  });
  expect(relay.refusals).toBeGreaterThan(refusals);
}, 60_000);
