import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureCertificate } from "../../../scripts/local/certificate.ts";
import { startChild } from "../../../scripts/process/child.ts";
import type { Host } from "./network.ts";

/** A TURN server on a machine of a network, which takes the Worker's credentials. */
export interface Relay {
  readonly address: string;
  readonly secret: string;
  /** The users that were given an allocation, in order. */
  readonly users: readonly string[];
  /** How often it did not take somebody's credentials. */
  readonly refusals: number;
  close(): Promise<void>;
}

/** Starts coturn, as an operator would set it up: UDP and TCP at 3478, TLS at 443. */
export async function startRelay({ address, prefix }: Host): Promise<Relay> {
  const directory = await mkdtemp(join(tmpdir(), "nearcast-relay-"));
  const { certificatePath, keyPath } = await ensureCertificate(directory, address);
  const secret = randomBytes(24).toString("base64url");
  const users: string[] = [];
  let refusals = 0;
  const [command = "", ...before] = prefix;
  const child = await startChild({
    name: "The relay (coturn)",
    command,
    args: [
      ...before,
      ...["turnserver", "-n", "--no-cli", "--no-dtls", "--log-file", "stdout", "--verbose"],
      ...["--listening-ip", address, "--relay-ip", address, "--listening-port", "3478"],
      ...["--tls-listening-port", "443", "--cert", certificatePath, "--pkey", keyPath],
      ...["--use-auth-secret", "--static-auth-secret", secret, "--realm", "nearcast"],
      ...["--pidfile", join(directory, "pid"), "--userdb", join(directory, "users")],
    ],
    output: (line) => {
      const [, user] = /user <([^>]+)>: incoming packet ALLOCATE processed, success/.exec(line) ?? [];
      if (user !== undefined) users.push(user);
      if (/error 401|check_stun_auth: Cannot find credentials/.test(line)) refusals += 1;
    },
  });
  return {
    address,
    secret,
    users,
    get refusals() {
      return refusals;
    },
    close: async () => {
      await child.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
