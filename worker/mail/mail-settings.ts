import * as v from "valibot";

/** The variables that say how mails are sent, if any are. */
export const MAIL_ENTRIES = {
  /** Where a mail is posted as JSON: Cloudflare's Email Service, Resend, or what speaks as they do. */
  MAIL_ENDPOINT: v.optional(v.pipe(v.string(), v.url())),
  /** What it is asked for: a bearer token. */
  MAIL_TOKEN: v.optional(v.pipe(v.string(), v.regex(/^[\w.~+/=-]{1,1000}$/))),
  /** Whose mails they are: an address of a domain that may send there. */
  MAIL_FROM: v.optional(v.pipe(v.string(), v.email())),
};

interface MailVariables {
  readonly MAIL_ENDPOINT?: string | undefined;
  readonly MAIL_TOKEN?: string | undefined;
  readonly MAIL_FROM?: string | undefined;
}

export interface MailSettings {
  readonly endpoint: string;
  readonly token: string;
  readonly from: string;
}

/** Whether the variables are all there, or none. */
export function isWholeMail(variables: MailVariables): boolean {
  const { MAIL_ENDPOINT, MAIL_TOKEN, MAIL_FROM } = variables;
  return new Set([MAIL_ENDPOINT, MAIL_TOKEN, MAIL_FROM].map((value) => value !== undefined)).size === 1;
}

/** How mails are sent; null where none are. */
export function mailSettingsOf(variables: MailVariables): MailSettings | null {
  const { MAIL_ENDPOINT: endpoint, MAIL_TOKEN: token, MAIL_FROM: from } = variables;
  return endpoint !== undefined && token !== undefined && from !== undefined
    ? { endpoint, token, from }
    : null;
}
