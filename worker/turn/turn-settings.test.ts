import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { isWhole, TURN_ENTRIES, turnSettingsOf } from "./turn-settings.ts";

const schema = v.object(TURN_ENTRIES);

function read(variables: Record<string, string>) {
  const parsed = v.safeParse(schema, variables);
  return parsed.success && isWhole(parsed.output) ? turnSettingsOf(parsed.output) : "refused";
}

const CLOUDFLARE = { TURN_KEY_ID: "a1b2c3", TURN_KEY_API_TOKEN: "t0-ken_" };
const OWN = {
  TURN_URLS:
    "stun:turn.example.org:3478, turn:turn.example.org:3478?transport=udp,turns:turn.example.org:443",
  TURN_SECRET: "0123456789abcdef",
};

describe("relays", () => {
  test("are none where nothing is set", () => expect(read({})).toBeNull());

  test("are Cloudflare's by a key, for an hour at a time", () => {
    expect(read(CLOUDFLARE)).toMatchObject({
      kind: "cloudflare",
      keyId: "a1b2c3",
      token: "t0-ken_",
      seconds: 3600,
    });
  });

  test("are one's own by their addresses and a secret", () => {
    expect(read({ ...OWN, TURN_CREDENTIAL_SECONDS: "60" })).toEqual({
      kind: "shared-secret",
      urls: [
        "stun:turn.example.org:3478",
        "turn:turn.example.org:3478?transport=udp",
        "turns:turn.example.org:443",
      ],
      secret: OWN.TURN_SECRET,
      seconds: 60,
    });
  });

  test("are not half of one kind, and not of two", () => {
    for (const name of ["TURN_KEY_ID", "TURN_KEY_API_TOKEN", "TURN_URLS", "TURN_SECRET"] as const)
      expect(read({ [name]: { ...CLOUDFLARE, ...OWN }[name] })).toBe("refused");
    expect(read({ ...CLOUDFLARE, ...OWN })).toBe("refused");
  });

  test.each([
    "https://turn.example.org",
    "turn:turn.example.org:53?transport=udp",
    "stun:turn.example.org:53",
    "turn:turn.example.org?transport=sctp",
    "turn:",
    " ,",
  ])("are not at %j", (TURN_URLS) => expect(read({ ...OWN, TURN_URLS })).toBe("refused"));

  test.each(["29", "172801", "-60", "1e3", "soon"])("give no credentials for %s seconds", (seconds) => {
    expect(read({ ...OWN, TURN_CREDENTIAL_SECONDS: seconds })).toBe("refused");
  });

  test("share no secret that could be guessed", () => {
    expect(read({ ...OWN, TURN_SECRET: "short" })).toBe("refused");
  });
});
