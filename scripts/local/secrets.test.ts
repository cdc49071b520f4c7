import { createPublicKey, sign, verify } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../testing/temporary.ts";
import { ensureSecrets } from "./secrets.ts";

test("makes secrets once, and keys for nodes that come later", async () => {
  const directory = await temporaryDirectory();
  const first = await ensureSecrets(directory, ["local-1"]);
  const second = await ensureSecrets(directory, ["local-1", "local-2"]);
  expect(Buffer.from(first.tokenSecret, "base64url")).toHaveLength(32);
  expect(second.tokenSecret).toBe(first.tokenSecret);
  expect(second.nodeKey.get("local-1")).toBe(first.nodeKey.get("local-1"));
  expect([...second.publicNodeKey.keys()]).toEqual(["local-1", "local-2"]);
  expect((await stat(join(directory, "secrets.json"))).mode & 0o777).toBe(0o600);
});

test("gives the Worker the public half of a node's key only", async () => {
  const secrets = await ensureSecrets(await temporaryDirectory(), ["local-1"]);
  const publicKey = JSON.parse(secrets.publicNodeKey.get("local-1") ?? "");
  const privateKey = JSON.parse(secrets.nodeKey.get("local-1") ?? "");
  expect(publicKey.d).toBeUndefined();
  const message = Buffer.from("hello");
  const signature = sign(null, message, { key: privateKey, format: "jwk" });
  expect(verify(null, message, createPublicKey({ key: publicKey, format: "jwk" }), signature)).toBe(true);
});
