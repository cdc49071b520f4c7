import { generateKeyPairSync } from "node:crypto";
import { jwtVerify } from "jose";
import { expect, test } from "vitest";
import { AUDIENCES } from "../protocol/api.ts";
import { TIMES } from "../protocol/limits.ts";
import { createTokenSource } from "./node-token.ts";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const position = { latitude: 50.1, longitude: 8.7 };
const node = { nodeId: "weur-1", key: { kid: "key-1", privateKey } };
const token = createTokenSource({ ...node, position });
const verify = (jwt: string) => jwtVerify(jwt, publicKey, { audience: AUDIENCES.node, subject: "weur-1" });

test("a token verifies, names the node and its room, and is short-lived", async () => {
  const { payload, protectedHeader } = await verify(await token("room-1"));
  expect(protectedHeader).toEqual({ alg: "EdDSA", kid: "key-1" });
  expect(payload.room).toBe("room-1");
  expect(payload).not.toHaveProperty("position");
  expect(Number(payload.exp) - Number(payload.iat)).toBe(TIMES.nodeTokenSeconds);
});

test("no two tokens are the same, and one for the registry names no room", async () => {
  const [first, second] = await Promise.all([token(), token()].map(async (jwt) => verify(await jwt)));
  expect(first?.payload.jti).not.toBe(second?.payload.jti);
  expect(first?.payload).not.toHaveProperty("room");
});

test("one for the registry says where the node is, if that is known", async () => {
  expect((await verify(await token())).payload.position).toEqual(position);
  const placeless = createTokenSource({ ...node, position: null });
  expect((await verify(await placeless())).payload).not.toHaveProperty("position");
});
