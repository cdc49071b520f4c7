/** The bearer token of an `Authorization` header (RFC 6750), or null where there is none that could be one of ours. */
export function bearerToken(authorization: string | undefined): string | null {
  return /^Bearer ([\w.-]{1,2000})$/.exec(authorization ?? "")?.[1] ?? null;
}
