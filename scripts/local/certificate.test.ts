import { readFile } from "node:fs/promises";
import { createServer, get } from "node:https";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../testing/temporary.ts";
import { ensureCertificate } from "./certificate.ts";

test("is kept while the address stays, and made anew when it changes", async () => {
  const directory = await temporaryDirectory();
  const first = await ensureCertificate(directory, "192.0.2.1");
  expect((await ensureCertificate(directory, "192.0.2.1")).pem).toBe(first.pem);
  expect((await ensureCertificate(directory, "192.0.2.2")).pem).not.toBe(first.pem);
});

test("is accepted by a client that trusts it", async () => {
  const { pem, keyPath } = await ensureCertificate(await temporaryDirectory(), "192.0.2.1");
  const server = createServer({ cert: pem, key: await readFile(keyPath) }, (_, response) => response.end());
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const status = await new Promise((resolve, reject) => {
    const options = { ca: pem, agent: false };
    get(`https://127.0.0.1:${port}`, options, ({ statusCode }) => resolve(statusCode)).on("error", reject);
  });
  expect(status).toBe(200);
});
