import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { createLog } from "./log.ts";
import { MediaNode } from "./node.ts";
import { FakeEdge } from "./testing/fake-edge.ts";
import { attach, testEnvironment } from "./testing/fixtures.ts";

test.for([
  ["an address", "127.0.0.1", "::1"],
  ["all of them", "0.0.0.0", "::"],
] as const)("a node that has both families listens on %s of both, and says so", async ([, ipv4, ipv6]) => {
  const edge = await FakeEdge.start();
  const environment = { ...testEnvironment(edge), ANNOUNCED_ADDRESS: "127.0.0.1", ANNOUNCED_IPV6: "::1" };
  const config = readConfig({ ...environment, LISTEN_IP: ipv4, LISTEN_IPV6: ipv6 });
  const node = await MediaNode.create(config, createLog("error"));
  try {
    const control = await edge.controls.take();
    const registration = await control.next("register");
    expect(registration).toMatchObject({
      addresses: ["127.0.0.1", "::1"],
      families: ["ipv4", "ipv6"],
      capacity: 500,
    });
    control.send({ re: registration.id ?? 0, ok: {} });

    const { room } = await edge.serve(control);
    room.send(attach("ann"));
    const { media } = await room.next("attached");
    const candidates = media.send.iceCandidates.map(({ protocol, address }) => `${protocol} ${address}`);
    expect(candidates.sort()).toEqual(["tcp 127.0.0.1", "tcp ::1", "udp 127.0.0.1", "udp ::1"]);

    for (const host of ["127.0.0.1", "::1"]) {
      const socket = connect({ host, port: config.media.port });
      await once(socket, "connect");
      socket.destroy();
    }
  } finally {
    await node.close();
    edge.close();
  }
});

test("a registry that says what was wrong is believed, and the node goes on", async () => {
  const edge = await FakeEdge.start();
  const node = await MediaNode.create(readConfig(testEnvironment(edge)), createLog("error"));
  const control = await edge.register();
  control.send({ type: "fault", error: { code: "rate_limited", message: "Too often." } });
  await control.next("beat");
  expect(node.health).toBe("ok");
  await node.close();
  edge.close();
});
