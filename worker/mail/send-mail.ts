import { TIMES } from "../../protocol/limits.ts";
import { errorText, log } from "../log.ts";
import type { MailSettings } from "./mail-settings.ts";
import type { mailOf } from "./mails.ts";

/** Sends a mail. Where that does not work it is logged: who has asked for it asks again. */
export async function sendMail(
  { endpoint, token, from }: MailSettings,
  to: string,
  { subject, text }: ReturnType<typeof mailOf>,
): Promise<void> {
  try {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ from, to, subject, text }),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMES.mailTimeoutMs),
    });
    await response.body?.cancel();
    if (!response.ok) log({ event: "mail-refused", status: response.status });
  } catch (error) {
    log({ event: "mail-failed", error: errorText(error) });
  }
}
