import * as v from "valibot";
import { ACCOUNT_PATHS, signedInSchema } from "../../protocol/account.ts";
import { apiErrorSchema } from "../../protocol/api.ts";
import { type WireError, wireError } from "../../protocol/errors.ts";
import { t } from "../language/translate.ts";
import { rememberAccount } from "./remembered-account.ts";

/** What the API answered. `offline`: it was not reached at all. */
export type Answer<T> = { kind: "ok"; value: T } | { kind: "error"; error: WireError; offline: boolean };

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

const PATIENCE_MS = 15_000;

/** Asks the API, by JSON or with a file, and with a bearer token where there is one. A sign-in that has to be renewed is renewed on the way; one that is over is forgotten. */
export async function request<S extends v.GenericSchema>(
  method: Method,
  path: string,
  body: unknown,
  schema: S,
  token?: string,
): Promise<Answer<v.InferOutput<S>>> {
  const first = await send(method, path, body, schema, token);
  if (first.kind === "ok" || first.error.code !== "access_expired") return noticed(first);
  const renewed = await renew();
  // Who is signed out by now may still do what guests may.
  if (renewed.kind === "error" && renewed.error.code !== "signed_out") return renewed;
  return noticed(await send(method, path, body, schema));
}

let renewal: Promise<Answer<unknown>> | null = null;

/** Renews the sign-in, once for all who wait for it. */
function renew(): Promise<Answer<unknown>> {
  renewal ??= send("POST", ACCOUNT_PATHS.refresh, {}, signedInSchema)
    .then(noticed)
    .finally(() => {
      renewal = null;
    });
  return renewal;
}

function noticed<T>(answer: Answer<T>): Answer<T> {
  if (answer.kind === "error" && answer.error.code === "signed_out") rememberAccount(null);
  return answer;
}

async function send<S extends v.GenericSchema>(
  method: Method,
  path: string,
  body: unknown,
  schema: S,
  token?: string,
): Promise<Answer<v.InferOutput<S>>> {
  try {
    const response = await fetch(path, {
      method,
      headers: {
        "content-type": body instanceof Blob ? body.type : "application/json",
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(method === "GET" ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return readAnswer(response.ok, await response.json().catch(() => undefined), schema);
  } catch {
    const error = wireError(
      "internal",
      t("Nearcast cannot be reached. Check your connection and try again."),
    );
    return { kind: "error", error, offline: true };
  }
}

function readAnswer<S extends v.GenericSchema>(
  ok: boolean,
  body: unknown,
  schema: S,
): Answer<v.InferOutput<S>> {
  if (ok) {
    const parsed = v.safeParse(schema, body);
    if (parsed.success) return { kind: "ok", value: parsed.output };
  }
  const refused = v.safeParse(apiErrorSchema, body);
  return {
    kind: "error",
    error: refused.success ? refused.output.error : wireError("internal"),
    offline: false,
  };
}
