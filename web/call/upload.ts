import * as v from "valibot";
import { apiErrorSchema } from "../../protocol/api.ts";
import { ERRORS } from "../../protocol/errors.ts";
import { type ChatFile, chatFileSchema } from "../../protocol/room/files.ts";
import { CallError } from "./call-error.ts";

/** Hears how much of a file is sent, from 0 to 1. */
export type OnProgress = (part: number) => void;

/**
 * Sends a file to where it is expected, and says what it was taken for. It is an XMLHttpRequest because `fetch` does not say how
 * far it is. Rejects with a CallError, also where `signal` ends it.
 */
export function uploadFile(
  path: string,
  token: string,
  file: Blob,
  { onProgress, signal }: { onProgress: OnProgress; signal: AbortSignal },
): Promise<ChatFile> {
  const { promise, resolve, reject } = Promise.withResolvers<ChatFile>();
  const request = new XMLHttpRequest();
  request.open("PUT", path);
  request.setRequestHeader("authorization", `Bearer ${token}`);
  request.responseType = "json";
  request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / Math.max(1, total));
  request.onload = () => {
    const parsed = v.safeParse(chatFileSchema, request.response);
    if (request.status === 200 && parsed.success) return resolve(parsed.output);
    const refused = v.safeParse(apiErrorSchema, request.response);
    reject(
      refused.success ? CallError.fromWire(refused.output.error) : new CallError("internal", ERRORS.internal),
    );
  };
  const lost = () => reject(CallError.connectionLost());
  request.onerror = lost;
  request.onabort = lost;
  signal.addEventListener("abort", () => request.abort());
  request.send(file);
  return promise;
}
