import { neon } from "@neondatabase/serverless";
import { describe, expect, test, vi } from "vitest";
import { ACCOUNT_PATHS, type WaysIn } from "../../protocol/account.ts";
import { TIMES } from "../../protocol/limits.ts";
import { newEmail, PASSWORD, signIn, signUp } from "./harness/account.ts";
import { ownDatabase } from "./harness/database.ts";
import { codeOf, Guest } from "./harness/guest.ts";

const json = { "Content-Type": "application/json" };
const remove = (guest: Guest, path: string) =>
  guest.fetch(path, { method: "DELETE", headers: json, body: "{}" });

/** Somebody with two identities and no password, as they are stored. */
async function withTwoIdentities(): Promise<{ guest: Guest; paths: string[] }> {
  const guest = new Guest();
  const { id } = await signUp(guest);
  const sql = neon(ownDatabase.databaseUrl);
  await sql`
    INSERT INTO identities (issuer, subject, user_id, provider, label)
    SELECT 'https://acme.test', ${id} || n, ${id}, 'acme', 'ada' FROM generate_series(1, 2) AS n`;
  await sql`DELETE FROM passwords WHERE user_id = ${id}`;
  const { identities } = await (await guest.fetch(ACCOUNT_PATHS.ways)).json<WaysIn>();
  return { guest, paths: identities.map((identity) => ACCOUNT_PATHS.identity(identity.id)) };
}

describe("the ways into an account", () => {
  test("are taken away but for the last one, also where both of two go at once", async () => {
    const { guest, paths } = await withTwoIdentities();
    const answers = await Promise.all(paths.map((path) => remove(guest, path)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused && (await codeOf(refused))).toBe("last_way_in");
  });

  test("gain a password where there is none, once, at an address that nobody has", async () => {
    const { guest, paths } = await withTwoIdentities();
    const given = { email: newEmail(), password: PASSWORD };
    const taken = newEmail();
    await signUp(new Guest(), "Eve", taken);
    const refused = await guest.post(ACCOUNT_PATHS.password, { ...given, email: taken });
    expect([refused.status, await codeOf(refused)]).toEqual([409, "email_taken"]);
    for (const wrong of [{ ...given, email: "no address" }, { ...given, password: "short" }, {}])
      expect((await guest.post(ACCOUNT_PATHS.password, wrong)).status).toBe(400);
    const answers = await Promise.all([1, 2].map(() => guest.post(ACCOUNT_PATHS.password, given)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const again = await guest.post(ACCOUNT_PATHS.password, { ...given, email: newEmail() });
    expect([again.status, await codeOf(again)]).toEqual([409, "has_password"]);
    await signIn(given.email);
    for (const path of paths) expect((await remove(guest, path)).status).toBe(200);
    const nobody = await new Guest().post(ACCOUNT_PATHS.password, given);
    expect([nobody.status, await codeOf(nobody)]).toEqual([401, "signed_out"]);
  });

  test("are their owner's alone", async () => {
    const { paths } = await withTwoIdentities();
    const { guest: stranger } = await withTwoIdentities();
    for (const path of [...paths, ACCOUNT_PATHS.identity("nothing"), ACCOUNT_PATHS.passkey("nothing")]) {
      const response = await remove(stranger, path);
      expect([response.status, await codeOf(response)]).toEqual([404, "not_found"]);
    }
  });
});

describe("a passkey", () => {
  const credential = {
    id: "AAAA",
    rawId: "AAAA",
    type: "public-key",
    response: { clientDataJSON: "e30", authenticatorData: "AAAA", signature: "AAAA" },
  };

  test("that nobody has is refused, and its challenge is used up", async () => {
    const guest = new Guest();
    expect((await guest.post(ACCOUNT_PATHS.passkeyOptions)).status).toBe(200);
    const copy = guest.copy();
    const first = await guest.post(ACCOUNT_PATHS.passkeySignIn, { credential });
    expect([first.status, await codeOf(first)]).toEqual([401, "passkey_failed"]);
    const second = await copy.post(ACCOUNT_PATHS.passkeySignIn, { credential });
    expect([second.status, await codeOf(second)]).toEqual([401, "sign_in_expired"]);
  });

  test("is asked for anew after a while, and in another browser", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const guest = new Guest();
    await guest.post(ACCOUNT_PATHS.passkeyOptions);
    const elsewhere = await new Guest().post(ACCOUNT_PATHS.passkeySignIn, { credential });
    expect(await codeOf(elsewhere)).toBe("sign_in_expired");
    vi.setSystemTime(Date.now() + TIMES.challengeMs + 1_000);
    const late = await guest.post(ACCOUNT_PATHS.passkeySignIn, { credential });
    expect(await codeOf(late)).toBe("sign_in_expired");
  });

  test("is not added with the challenge of a sign-in, nor of somebody else", async () => {
    const [ada, eve] = [new Guest(), new Guest()];
    await signUp(ada);
    await signUp(eve);
    const body = {
      name: "Laptop",
      credential: { ...credential, response: { clientDataJSON: "e30", attestationObject: "AAAA" } },
    };
    await ada.post(ACCOUNT_PATHS.passkeyOptions);
    expect(await codeOf(await ada.post(ACCOUNT_PATHS.passkeys, body))).toBe("sign_in_expired");
    await ada.post(ACCOUNT_PATHS.newPasskeyOptions);
    eve.setCookie("nearcast_challenge", ada.cookie("nearcast_challenge") ?? "");
    expect(await codeOf(await eve.post(ACCOUNT_PATHS.passkeys, body))).toBe("sign_in_expired");
    await ada.post(ACCOUNT_PATHS.newPasskeyOptions);
    expect(await codeOf(await ada.post(ACCOUNT_PATHS.passkeys, body))).toBe("passkey_failed");
  });

  test.for([
    null,
    {},
    { credential: { ...credential, id: "A".repeat(1_401) } },
    { credential: { ...credential, id: "<b>" } },
  ])("that is none is refused: %#", async (body) => {
    const guest = new Guest();
    await guest.post(ACCOUNT_PATHS.passkeyOptions);
    const response = await guest.post(ACCOUNT_PATHS.passkeySignIn, body);
    expect([response.status, await codeOf(response)]).toEqual([400, "bad_request"]);
  });
});

describe("a sign-in elsewhere", () => {
  test.for(["https://evil.test", "//evil.test", "/\\evil.test", "/r/a?b", "", "/r/\n"])(
    "comes back to no other place than this site: %j",
    async (next) => {
      const response = await new Guest().post(ACCOUNT_PATHS.provider("acme"), { next });
      expect([response.status, await codeOf(response)]).toEqual([400, "bad_request"]);
    },
  );

  test("is not to be had where nobody has set it up", async () => {
    const response = await new Guest().post(ACCOUNT_PATHS.provider("acme"), { next: "/" });
    expect([response.status, await codeOf(response)]).toEqual([404, "not_found"]);
    const callback = await new Guest().fetch("/api/auth/providers/acme/callback?code=1&state=2");
    expect([callback.status, callback.headers.get("Location")]).toEqual([
      303,
      "/sign-in?fault=sign_in_expired",
    ]);
  });
});
