import { expect, test } from "vitest";
import { readCloudInit, userDataIn } from "./cloud-init.ts";

// Its private half is all zeros.
const KEY = `-----BEGIN PRIVATE KEY-----\\nMC4CAQAwBQYDK2VwBCIEI${"A".repeat(43)}\\n-----END PRIVATE KEY-----\\n`;

const cloudInit = (...lines: string[]) =>
  [
    "#cloud-config",
    "write_files:",
    "  - path: /etc/nearcast/node.env",
    "    content: |",
    ...["EDGE_URL=https://meet.example.org", "NODE_ID=eu-1", "REGION=eu", `NODE_KEY=${KEY}`, ...lines].map(
      (line) => `      ${line}`,
    ),
    "",
  ].join("\n");

test("a node reads what its machine is told", () => {
  expect(readCloudInit(cloudInit("POSITION=50.5,12.4", "HTTP_HOST=0.0.0.0"))).toMatchObject({
    nodeId: "eu-1",
    region: "eu",
    position: { latitude: 50.5, longitude: 12.4 },
    http: { host: "0.0.0.0" },
    media: { announcedAddress: "203.0.113.1" },
  });
});

test.for([
  ["a line that cloud-init does not know it by", cloudInit().replace("#cloud-config", "# cloud-config")],
  ["what is no YAML", cloudInit().replace("    content: |", "   content: |")],
  ["the same twice", `${cloudInit()}write_files: []\n`],
  ["no environment", cloudInit().replace("node.env", "other.env")],
  ["half a line of it", cloudInit("-----END PRIVATE KEY-----")],
  ["what the node refuses", cloudInit("DRAIN_LIMIT_SECONDS=0.5")],
] as const)("%s is refused", ([, text]) => {
  expect(() => readCloudInit(text)).toThrow();
});

test("what Terraform's tests print has it, at both clouds", () => {
  const metadata = [{ user_data: Buffer.from("at Linode").toString("base64") }];
  const region = {
    resources: [
      { type: "hcloud_server", index: "eu-1", values: { user_data: "at Hetzner" } },
      { type: "linode_instance", index: "jp-1", values: { metadata } },
      { type: "tls_private_key", index: "eu-1", values: {} },
    ],
  };
  const lines = [
    { type: "version" },
    { type: "test_state", test_state: { root_module: { child_modules: [region] } } },
  ];
  expect([...userDataIn(lines.map((line) => JSON.stringify(line)))]).toEqual([
    ["eu-1", "at Hetzner"],
    ["jp-1", "at Linode"],
  ]);
});
