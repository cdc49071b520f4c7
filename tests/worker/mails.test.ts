import { describe, expect, test, vi } from "vitest";
import { ACCOUNT_PATHS, type Account, type AddressChange, type SignedIn } from "../../protocol/account.ts";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import { MAIL_PATHS } from "../../protocol/mails.ts";
import { database } from "../../worker/db/client.ts";
import { newEmail, PASSWORD, signIn } from "./harness/account.ts";
import { ownDatabase } from "./harness/database.ts";
import { codeOf, Guest } from "./harness/guest.ts";
import { logged } from "./harness/logged.ts";
import { catchMails, linkOf, mailedGuest } from "./harness/mailbox.ts";
import { UserPage } from "./harness/user-page.ts";

const mailbox = catchMails();
const OTHER = "another long password";

const lastLink = () => {
  const mail = mailbox.mails.at(-1);
  if (!mail) throw new Error("There is no mail.");
  return linkOf(mail);
};
const choose = (guest: Guest, token: string, password = OTHER) =>
  guest.post(MAIL_PATHS.choosePassword, { token, password });
const changeEmail = (guest: Guest, email: string) =>
  guest.fetch(ACCOUNT_PATHS.email, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ password: PASSWORD, email, language: "de" }),
  });
const statusAndCode = async (response: Response) => [response.status, await codeOf(response)];

/** Somebody who has made an account by a mail. */
async function newMember(email = newEmail()): Promise<{ guest: Guest; account: Account }> {
  const guest = mailedGuest();
  await guest.post(MAIL_PATHS.ask, { email, name: "Ada Lovelace" });
  const response = await choose(guest, lastLink().token, PASSWORD);
  return { guest, account: (await response.json<SignedIn>()).account };
}

describe("an account by mail", () => {
  test("is made by the link in it, once, with what the guest has made", async () => {
    const email = newEmail();
    const guest = mailedGuest();
    const { slug } = await guest.makeRoom();
    const asked = await guest.post(MAIL_PATHS.ask, { email: email.toUpperCase(), name: "Ada Lovelace" });
    expect([asked.status, await asked.json()]).toEqual([202, {}]);
    expect(mailbox.mails).toEqual([
      {
        from: "rooms@nearcast.test",
        to: email,
        subject: "Your Nearcast account",
        text: expect.stringContaining("choose a password"),
      },
    ]);
    const { path, token } = lastLink();
    expect(path).toBe("/choose-password");
    // A password that is none does not use the link up.
    expect((await choose(guest, token, "short")).status).toBe(400);
    const made = await choose(guest, token, PASSWORD);
    expect(made.status).toBe(201);
    expect((await made.json<SignedIn>()).account).toMatchObject({ email, name: "Ada Lovelace" });
    expect((await guest.session(slug)).role).toBe("owner");
    expect(await statusAndCode(await choose(new Guest(), token))).toEqual([410, "link_expired"]);
    await signIn(email);
  });

  test("is made no other way where mails are sent", async () => {
    const given = { email: newEmail(), password: PASSWORD, name: "Ada" };
    const response = await mailedGuest().post(ACCOUNT_PATHS.signUp, given);
    expect(await statusAndCode(response)).toEqual([403, "mail_only"]);
    const nowhere = await new Guest().post(MAIL_PATHS.ask, { email: newEmail(), name: "Ada" });
    expect(await statusAndCode(nowhere)).toEqual([404, "not_found"]);
    for (const [guest, mails] of [
      [mailedGuest(), true],
      [new Guest(), false],
    ] as const)
      expect(await (await guest.fetch(ACCOUNT_PATHS.providers)).json()).toMatchObject({ mails });
  });

  test("is answered in the same way where there is one already, whose owner gets a link to it", async () => {
    const { account } = await newMember();
    const answers = await Promise.all(
      [account.email, newEmail()].map(async (email) => {
        const response = await mailedGuest().post(MAIL_PATHS.ask, { email, name: "Eve" });
        const headers = [...response.headers].filter(([name]) => name !== "set-cookie");
        return [response.status, headers, await response.text()];
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    const subjects = mailbox.mails.slice(1).map(({ to, subject }) => [to === account.email, subject]);
    expect(subjects.sort()).toEqual([
      [false, "Your Nearcast account"],
      [true, "A new password for Nearcast"],
    ]);
  });

  test("is one, whichever of two mails is answered", async () => {
    const email = newEmail();
    for (const name of ["Ada", "Ada L."]) await mailedGuest().post(MAIL_PATHS.ask, { email, name });
    const [first, second] = mailbox.mails.map((mail) => linkOf(mail).token);
    expect((await choose(mailedGuest(), String(second))).status).toBe(201);
    expect(await statusAndCode(await choose(mailedGuest(), String(first)))).toEqual([410, "link_expired"]);
  });

  test.for([{}, { email: "nobody", name: "Ada" }, { email: "ada@nearcast.test", name: "" }, { email: 7 }])(
    "is not asked for with %j",
    async (body) => {
      expect(await statusAndCode(await mailedGuest().post(MAIL_PATHS.ask, body))).toEqual([
        400,
        "bad_request",
      ]);
      expect(mailbox.mails).toEqual([]);
    },
  );

  test("is asked for in the page's language", async () => {
    await mailedGuest().post(MAIL_PATHS.ask, { email: newEmail(), name: "Ada", language: "de" });
    expect(mailbox.mails[0]?.subject).toBe("Dein Konto bei Nearcast");
  });

  test("is asked for a few times for one address, and then nothing goes there, whoever asks", async () => {
    const email = newEmail();
    for (let asked = 0; asked < LIMITS.mailsPerAddress + 2; asked++)
      expect((await mailedGuest().post(MAIL_PATHS.ask, { email, name: "Ada" })).status).toBe(202);
    expect(mailbox.mails).toHaveLength(LIMITS.mailsPerAddress);
  });
});

describe("a new password by mail", () => {
  test("is in place of the old one, and signs out everywhere else", async () => {
    const { guest, account } = await newMember();
    const page = await UserPage.open({ guest });
    const elsewhere = mailedGuest();
    await elsewhere.post(MAIL_PATHS.ask, { email: account.email });
    const response = await choose(elsewhere, lastLink().token);
    expect(response.status).toBe(200);
    expect((await response.json<SignedIn>()).account.id).toBe(account.id);
    expect((await guest.fetch(ACCOUNT_PATHS.account)).status).toBe(401);
    expect((await page.socket.closed).code).toBe(4401);
    await expect(signIn(account.email)).rejects.toThrow("wrong_credentials");
    await signIn(account.email, OTHER);
  });

  test("lets in who has tried too many, and changes nothing until it is chosen", async () => {
    const { account } = await newMember();
    for (let tried = 0; tried <= LIMITS.passwordAttempts; tried++)
      await signIn(account.email, "wrong password").catch(() => {});
    await expect(signIn(account.email)).rejects.toThrow("rate_limited");
    await mailedGuest().post(MAIL_PATHS.ask, { email: account.email });
    await expect(signIn(account.email)).rejects.toThrow("rate_limited");
    await choose(mailedGuest(), lastLink().token);
    await signIn(account.email, OTHER);
  });

  test("is answered in the same way, and mailed to nobody, where there is no account", async () => {
    const { account } = await newMember();
    const rows = () =>
      database(ownDatabase)`SELECT count(*)::int AS count FROM challenges WHERE expires_at > now()`;
    const ask = async (email: string | null) => {
      const before = (await rows())[0]?.count;
      const response = await mailedGuest().post(MAIL_PATHS.ask, { email });
      return [response.status, await response.text(), (await rows())[0]?.count - before];
    };
    const sent = mailbox.mails.length;
    // As much is stored, so that it takes as long.
    expect(await ask(newEmail())).toEqual(await ask(account.email));
    expect(mailbox.mails).toHaveLength(sent + 1);
  });

  test("is not chosen by an old link, nor by one of an address that is no longer theirs, nor by another kind of link", async () => {
    const { guest, account } = await newMember();
    await mailedGuest().post(MAIL_PATHS.ask, { email: account.email });
    const { token } = lastLink();
    const next = newEmail();
    await changeEmail(guest, next);
    const confirmation = lastLink();
    expect(await statusAndCode(await choose(guest, confirmation.token))).toEqual([410, "link_expired"]);
    await database(ownDatabase)`UPDATE passwords SET email = ${next} WHERE user_id = ${account.id}`;
    expect(await statusAndCode(await choose(mailedGuest(), token))).toEqual([410, "link_expired"]);

    await mailedGuest().post(MAIL_PATHS.ask, { email: next });
    vi.useFakeTimers({ now: Date.now() + TIMES.mailedLinkMs, toFake: ["Date"] });
    expect(await statusAndCode(await choose(mailedGuest(), lastLink().token))).toEqual([410, "link_expired"]);
    await signIn(next);
  });
});

describe("another address by mail", () => {
  const confirm = (guest: Guest, token: string) => guest.post(MAIL_PATHS.confirm, { token });

  test("is one's own when its mail is answered, by the account that asked", async () => {
    const [{ guest, account }, stranger] = [await newMember(), await newMember()];
    const email = newEmail();
    const asked = await changeEmail(guest, email);
    expect([asked.status, await asked.json()]).toEqual([202, { account: null }]);
    expect(mailbox.mails.at(-1)).toMatchObject({ to: email, subject: expect.stringContaining("Bestätige") });
    const { path, token } = lastLink();
    expect(path).toBe("/confirm-address");
    await signIn(account.email);
    expect((await confirm(mailedGuest(), token)).status).toBe(401);
    const confirmed = await confirm(guest, token);
    expect((await confirmed.json<AddressChange>()).account).toMatchObject({ id: account.id, email });
    await signIn(email);
    await expect(signIn(account.email)).rejects.toThrow("wrong_credentials");

    await changeEmail(guest, newEmail());
    expect(await statusAndCode(await confirm(stranger.guest, lastLink().token))).toEqual([
      410,
      "link_expired",
    ]);
  });

  test("is answered in the same way where somebody else has it, and nothing is mailed there", async () => {
    const [{ guest }, other] = [await newMember(), await newMember()];
    const sent = mailbox.mails.length;
    const answers = [
      await changeEmail(guest, String(other.account.email)),
      await changeEmail(guest, newEmail()),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(mailbox.mails).toHaveLength(sent + 1);
  });

  test("comes with a first password", async () => {
    const { guest, account } = await newMember();
    await database(ownDatabase)`DELETE FROM passwords WHERE user_id = ${account.id}`;
    const email = newEmail();
    const asked = await guest.post(ACCOUNT_PATHS.password, { email, password: OTHER });
    expect([asked.status, await asked.json()]).toEqual([202, { account: null }]);
    await expect(signIn(email, OTHER)).rejects.toThrow("wrong_credentials");
    const confirmed = await confirm(guest, lastLink().token);
    expect((await confirmed.json<AddressChange>()).account).toMatchObject({ id: account.id, email });
    await signIn(email, OTHER);
  });
});

test("a mail that cannot be sent is logged, and asked for again", async () => {
  const email = newEmail();
  mailbox.answer = async () => new Response("", { status: 422 });
  expect((await mailedGuest().post(MAIL_PATHS.ask, { email, name: "Ada" })).status).toBe(202);
  mailbox.answer = () => Promise.reject(new Error("no route"));
  expect((await mailedGuest().post(MAIL_PATHS.ask, { email, name: "Ada" })).status).toBe(202);
  expect(logged).toContainEqual(expect.objectContaining({ event: "mail-refused", status: 422 }));
  expect(logged).toContainEqual(expect.objectContaining({ event: "mail-failed" }));
  expect(JSON.stringify(logged)).not.toContain(email);
});
