import { type Database, isUniqueViolation, type Statement } from "./client.ts";

/** Who somebody is at a provider. */
export interface ExternalIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** What they are called there, if it says so. */
  readonly name: string | null;
  /** By which they know the account again: an e-mail address or a name. */
  readonly label: string;
}

/** Whose an identity is; null where nobody signs in by it. */
export async function findIdentity(
  sql: Database,
  { issuer, subject }: ExternalIdentity,
): Promise<string | null> {
  const rows = await sql`
    SELECT user_id AS "userId" FROM identities WHERE issuer = ${issuer} AND subject = ${subject}`;
  return (rows[0] as { userId: string } | undefined)?.userId ?? null;
}

/** Adds an identity. It fails as `isIdentityTaken` tells where somebody signs in by it. */
export function insertIdentity(
  sql: Database,
  userId: string,
  provider: string,
  { issuer, subject, label }: ExternalIdentity,
): Statement {
  return sql`
    INSERT INTO identities (issuer, subject, user_id, provider, label)
    VALUES (${issuer}, ${subject}, ${userId}, ${provider}, ${label.slice(0, 254)})`;
}

/** Whether an error says that somebody signs in by this identity. */
export function isIdentityTaken(error: unknown): boolean {
  return isUniqueViolation(error, "identities_pkey");
}
