import { neon } from "@neondatabase/serverless";
import { describe, expect, test, vi } from "vitest";
import { ACCOUNT_PATHS, type Account, type AccountSessions } from "../../protocol/account.ts";
import { PATHS } from "../../protocol/api.ts";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import { newEmail, PASSWORD, signIn, signUp } from "./harness/account.ts";
import { ownDatabase, withoutDatabase } from "./harness/database.ts";
import { codeOf, Guest } from "./harness/guest.ts";

async function accountOf(guest: Guest): Promise<Account> {
  return (await guest.fetch(ACCOUNT_PATHS.account)).json();
}

async function sessionsOf(guest: Guest): Promise<AccountSessions["sessions"]> {
  return (await (await guest.fetch(ACCOUNT_PATHS.sessions)).json<AccountSessions>()).sessions;
}

describe("signing up", () => {
  test("makes an account with a handle like its name, and cookies that no script can read", async () => {
    const email = newEmail();
    const guest = new Guest();
    const response = await guest.post(ACCOUNT_PATHS.signUp, {
      email: `  ${email.toUpperCase()} `,
      password: PASSWORD,
      name: "Zoë Ångström",
    });
    expect(response.status).toBe(201);
    const cookies = response.headers.getSetCookie();
    expect(cookies.filter((line) => /^nearcast_(access|refresh)=/.test(line))).toHaveLength(2);
    for (const line of cookies) expect(line).toMatch(/HttpOnly; Secure; SameSite=Strict|Max-Age=0/);
    const account = await accountOf(guest);
    expect(account).toMatchObject({
      email,
      name: "Zoë Ångström",
      handle: expect.stringMatching(/^zoe_angstrom/),
    });
    const other = await signUp(new Guest(), "Zoë Ångström");
    expect(other.handle).not.toBe(account.handle);
  });

  test("leaves a guest what the guest has made, and lets nobody in with the guest's old cookie", async () => {
    const guest = new Guest();
    const { slug } = await guest.makeRoom();
    const old = guest.copy();
    await signUp(guest);
    expect((await guest.session(slug)).role).toBe("owner");
    expect((await old.session(slug)).role).toBe("participant");
  });

  test("takes an address once, however it is written", async () => {
    const email = newEmail();
    await signUp(new Guest(), "Ada", email);
    const body = { email: email.toUpperCase(), password: PASSWORD, name: "Eve" };
    const response = await new Guest().post(ACCOUNT_PATHS.signUp, body);
    expect([response.status, await codeOf(response)]).toEqual([409, "email_taken"]);
  });

  test("at once, people of the same name have a handle each", async () => {
    const name = `Zoe ${crypto.randomUUID().slice(0, 8)}`;
    const made = await Promise.all(Array.from({ length: 4 }, () => signUp(new Guest(), name)));
    expect(new Set(made.map(({ handle }) => handle)).size).toBe(4);
  });

  test("at once, of two with the same address one is made", async () => {
    const body = { email: newEmail(), password: PASSWORD, name: "Ada" };
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => new Guest().post(ACCOUNT_PATHS.signUp, body)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  test.for([
    [{ email: "nobody" }],
    [{ email: `${"a".repeat(250)}@b.test` }],
    [{ password: "short" }],
    [{ password: "x".repeat(LIMITS.passwordChars + 1) }],
    [{ name: "" }],
    [{ password: 12_345_678_901 }],
  ])("refuses %j", async ([fault]) => {
    const body = { email: newEmail(), password: PASSWORD, name: "Ada", ...fault };
    const response = await new Guest().post(ACCOUNT_PATHS.signUp, body);
    expect([response.status, await codeOf(response)]).toEqual([400, "bad_request"]);
  });
});

describe("signing in", () => {
  test("gives what was one's own as a guest to the account", async () => {
    const { email } = await signUp(new Guest());
    const guest = new Guest();
    const { slug } = await guest.makeRoom();
    expect((await guest.post(ACCOUNT_PATHS.signIn, { email, password: PASSWORD })).status).toBe(200);
    expect((await guest.session(slug)).role).toBe("owner");
    expect(guest.cookie("nearcast_guest")).toBeUndefined();
  });

  test("says the same of a wrong password, of an address that nobody has, and of what is none", async () => {
    const { email } = await signUp(new Guest());
    const answers = await Promise.all(
      [email, newEmail(), "nobody", 7].map((given) =>
        new Guest().post(ACCOUNT_PATHS.signIn, { email: given, password: "not the password" }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(texts)).toHaveLength(1);
    expect(texts[0]).toContain("wrong_credentials");
  });

  test("is refused for a while after too many tries, from whatever address, whether or not there is the account", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { email } = await signUp(new Guest());
    for (const given of [email, newEmail()]) {
      const attempt = (password: string) =>
        new Guest().post(ACCOUNT_PATHS.signIn, { email: given, password });
      for (let count = 0; count < LIMITS.passwordAttempts; count += 1) await attempt("not the password");
      const response = await attempt(PASSWORD);
      expect([response.status, await codeOf(response)]).toEqual([429, "rate_limited"]);
      expect(Number(response.headers.get("Retry-After"))).toBeGreaterThan(0);
    }
    vi.setSystemTime(Date.now() + TIMES.passwordAttemptsMs + 1_000);
    await signIn(email);
  });

  test("says so where the database is away", async () => {
    const back = withoutDatabase();
    const response = await new Guest().post(ACCOUNT_PATHS.signIn, { email: newEmail(), password: PASSWORD });
    expect([response.status, await codeOf(response)]).toEqual([503, "database_unavailable"]);
    back();
  });
});

describe("sessions", () => {
  test("are listed, and end where they are revoked", async () => {
    const laptop = new Guest();
    const { email } = await signUp(laptop);
    const phone = await signIn(email);
    const listed = await sessionsOf(laptop);
    expect(listed.map(({ isCurrent }) => isCurrent).sort()).toEqual([false, true]);
    const other = listed.find(({ isCurrent }) => !isCurrent);
    const json = { "Content-Type": "application/json" };
    const revoke = (guest: Guest, id = other?.id ?? "") =>
      guest.fetch(ACCOUNT_PATHS.session(id), { method: "DELETE", headers: json });

    const stranger = new Guest();
    await signUp(stranger);
    expect((await revoke(stranger)).status).toBe(404);
    expect((await revoke(laptop)).status).toBe(200);
    expect((await revoke(laptop)).status).toBe(404);
    expect((await revoke(laptop, "no-id")).status).toBe(404);
    const response = await phone.fetch(ACCOUNT_PATHS.account);
    expect([response.status, await codeOf(response)]).toEqual([401, "signed_out"]);
    expect((await phone.post(ACCOUNT_PATHS.refresh)).status).toBe(401);
    expect(await sessionsOf(laptop)).toHaveLength(1);
  });

  test("end when somebody signs out, and only that one", async () => {
    const laptop = new Guest();
    const { email } = await signUp(laptop);
    const phone = await signIn(email);
    const thief = phone.copy();
    await phone.post(ACCOUNT_PATHS.signOut);
    expect(phone.cookie("nearcast_refresh")).toBeUndefined();
    expect((await thief.post(ACCOUNT_PATHS.refresh)).status).toBe(401);
    expect((await laptop.fetch(ACCOUNT_PATHS.account)).status).toBe(200);
  });

  test("all but one's own end when the password is changed", async () => {
    const laptop = new Guest();
    const { email } = await signUp(laptop);
    const phone = await signIn(email);
    const json = { "Content-Type": "application/json" };
    const change = (password: string) =>
      laptop.fetch(ACCOUNT_PATHS.password, {
        method: "PUT",
        headers: json,
        body: JSON.stringify({ password, next: "another password" }),
      });
    const wrong = await change("not the password");
    expect([wrong.status, await codeOf(wrong)]).toEqual([403, "wrong_password"]);
    expect((await change(PASSWORD)).status).toBe(200);
    expect((await phone.fetch(ACCOUNT_PATHS.account)).status).toBe(401);
    expect((await laptop.fetch(ACCOUNT_PATHS.account)).status).toBe(200);
    await signIn(email, "another password");
  });
});

describe("one's account", () => {
  const patch = (guest: Guest, body: unknown) =>
    guest.fetch(ACCOUNT_PATHS.account, {
      method: "PATCH",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });

  test("takes another name and handle, but nobody's else", async () => {
    const [ada, eve] = [new Guest(), new Guest()];
    const { handle } = await signUp(ada);
    await signUp(eve);
    const fresh = `h_${crypto.randomUUID().slice(0, 8)}`;
    expect(await (await patch(eve, { name: "Eve <b>", handle: fresh })).json()).toMatchObject({
      name: "Eve <b>",
      handle: fresh,
    });
    const taken = await patch(eve, { handle });
    expect([taken.status, await codeOf(taken)]).toEqual([409, "handle_taken"]);
    expect((await accountOf(eve)).handle).toBe(fresh);
  });

  test.for([
    "ad",
    "Ada",
    "_ada",
    "ada_",
    "аda",
    "a\u200bda",
    "nearcast",
    "a".repeat(31),
    "ada-l",
    "adа\u0301",
  ])("refuses the handle %j", async (handle) => {
    const guest = new Guest();
    await signUp(guest);
    const response = await patch(guest, { handle });
    expect([response.status, await codeOf(response)]).toEqual([400, "bad_request"]);
  });

  test("is exported whole, but for what only proves who one is", async () => {
    const guest = new Guest();
    const { email, handle } = await signUp(guest);
    const { slug } = await guest.makeRoom();
    const response = await guest.fetch(ACCOUNT_PATHS.export);
    expect(response.headers.get("Content-Disposition")).toContain("nearcast-account.json");
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      handle,
      password: { email },
      rooms: [{ slug }],
      sessions: [{}],
    });
    expect(text).not.toMatch(/scrypt|hash/);
  });

  test("is deleted with its rooms, when the password is given again", async () => {
    const guest = new Guest();
    const { id, email } = await signUp(guest);
    const { slug } = await guest.makeRoom();
    expect((await guest.post(ACCOUNT_PATHS.delete, { password: "not the password" })).status).toBe(403);
    expect((await guest.post(ACCOUNT_PATHS.delete, {})).status).toBe(403);
    expect((await guest.post(ACCOUNT_PATHS.delete, { password: PASSWORD })).status).toBe(200);
    expect(guest.cookie("nearcast_access")).toBeUndefined();
    expect((await new Guest().post(PATHS.session(slug))).status).toBe(404);
    const sql = neon(ownDatabase.databaseUrl);
    const left = await sql`
      SELECT 1 FROM users WHERE id = ${id} UNION ALL SELECT 1 FROM sessions WHERE user_id = ${id}
      UNION ALL SELECT 1 FROM passwords WHERE email = ${email}`;
    expect(left).toEqual([]);
  });

  test("is nobody's who is not signed in", async () => {
    const guest = new Guest();
    await guest.makeRoom();
    for (const path of [ACCOUNT_PATHS.account, ACCOUNT_PATHS.sessions, ACCOUNT_PATHS.export]) {
      const response = await guest.fetch(path);
      expect([response.status, await codeOf(response)]).toEqual([401, "signed_out"]);
    }
  });
});

describe("a page of another site", () => {
  test("can neither send what changes an account, nor have it sent", async () => {
    const guest = new Guest();
    await signUp(guest);
    const attempts: [string, string][] = [
      ["POST", ACCOUNT_PATHS.signIn],
      ["POST", ACCOUNT_PATHS.signUp],
      ["POST", ACCOUNT_PATHS.signOut],
      ["POST", ACCOUNT_PATHS.refresh],
      ["POST", ACCOUNT_PATHS.delete],
      ["PATCH", ACCOUNT_PATHS.account],
      ["PUT", ACCOUNT_PATHS.password],
      ["PUT", ACCOUNT_PATHS.email],
    ];
    for (const [method, path] of attempts) {
      const body = JSON.stringify({ password: PASSWORD });
      const foreign = { Origin: "https://evil.test", "Content-Type": "application/json" };
      expect((await guest.fetch(path, { method, body, headers: foreign })).status).toBe(403);
      // What a form can send, and what a script can without asking first.
      for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
        expect((await guest.fetch(path, { method, body, headers: { "Content-Type": type } })).status).toBe(
          415,
        );
      }
    }
    expect((await guest.fetch(ACCOUNT_PATHS.account)).status).toBe(200);
  });
});
