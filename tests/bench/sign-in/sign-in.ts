import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { ACCOUNT_PATHS } from "../../../protocol/account.ts";
import { hashPassword, verifyPassword } from "../../../worker/auth/password.ts";
import type { Figure } from "../report/figure.ts";
import { costOf, findProcess } from "../room/cpu-time.ts";

const ROUNDS = 5;
/** With the sign-up and the round that warms up, below what one address may try in a minute. */
const SIGN_INS = 3;
const REFRESHES = 40;
const REST_MS = 300;
const PASSWORD = "correct horse battery";

/** How many people sign in by their password per second of the Worker's CPU, and how many sessions it renews. */
export async function measureSignIns(
  origin: string,
  stateDirectory: string,
  report: (detail: string) => void,
): Promise<Figure[]> {
  const pid = await findProcess("workerd", join(stateDirectory, "edge"));
  const email = `${randomUUID().slice(0, 13)}@bench.example`;
  await post(origin + ACCOUNT_PATHS.signUp, { email, password: PASSWORD, name: "Bench" });
  const signIn = () => post(origin + ACCOUNT_PATHS.signIn, { email, password: PASSWORD });
  const hash = await hashPassword(PASSWORD);
  let cookie = await signIn();
  const rates = {
    signIns: [] as number[],
    hashes: [] as number[],
    refreshes: [] as number[],
    idle: [] as number[],
  };
  for (let round = 0; round < ROUNDS; round++) {
    report(`round ${round + 1} of ${ROUNDS}`);
    const signing = await costOf(pid, () => times(SIGN_INS, signIn), REST_MS);
    rates.signIns.push(SIGN_INS / signing);
    const before = process.cpuUsage();
    await times(SIGN_INS, () => verifyPassword(PASSWORD, hash));
    const { user, system } = process.cpuUsage(before);
    rates.hashes.push(SIGN_INS / ((user + system) / 1e6));
    const refresh = async () => {
      cookie = await post(origin + ACCOUNT_PATHS.refresh, {}, cookie);
    };
    rates.refreshes.push(REFRESHES / (await costOf(pid, () => times(REFRESHES, refresh), REST_MS)));
    const healthy = () => fetch(`${origin}/healthz`).then((answer) => answer.text());
    rates.idle.push(REFRESHES / (await costOf(pid, () => times(REFRESHES, healthy), REST_MS)));
  }
  const unit = "per CPU-second";
  return [
    {
      name: "Sign-ins by password",
      unit,
      better: "higher",
      nearcast: rates.signIns,
      against: { kind: "peer", what: "the same hash in Node", samples: rates.hashes },
    },
    {
      name: "Renewals of a session",
      unit,
      better: "higher",
      nearcast: rates.refreshes,
      against: { kind: "floor", what: "an answer without work", samples: rates.idle },
    },
  ];
}

async function times(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < count; done++) await work();
}

/** Returns the cookies of the session that the answer begins or goes on with. */
async function post(url: string, body: object, cookie = ""): Promise<string> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", cookie },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((line) => line.slice(0, line.indexOf(";")))
    .join("; ");
}
