import { signal } from "@preact/signals";
import { LIMITS } from "../../protocol/limits.ts";
import type { ChatFile } from "../../protocol/room/files.ts";
import type { Call } from "../call/call.ts";
import { randomUuid } from "../call/uuid.ts";
import { t } from "../language/translate.ts";
import { roomOf } from "./call-store.ts";
import { FILE_WORDS } from "./file-words.ts";
import { notify } from "./notices.ts";

/** A file that goes with the next message. */
export interface Attachment {
  readonly id: string;
  readonly source: File;
  readonly state:
    | { readonly kind: "uploading"; readonly part: number }
    | { readonly kind: "ready"; readonly file: ChatFile }
    | { readonly kind: "failed"; readonly why: string };
}

/** The files that go with the next message, in the order in which they were chosen. */
export const attachments = signal<readonly Attachment[]>([]);

/** How to end each upload. */
const uploads = new Map<string, AbortController>();
let call: Call | null = null;

/** Files are sent in this call, as long as it lasts. Returns how to end it. */
export function followAttachments(current: Call): () => void {
  call = current;
  return () => {
    if (call !== current) return;
    call = null;
    for (const { id } of attachments.value) detach(id);
  };
}

/** Begins to upload files, to be sent with the next message. Says so where they cannot be sent. */
export function attach(files: Iterable<File>): void {
  if (roomOf.value?.encrypted) {
    notify("info", FILE_WORDS.notEncrypted);
    return;
  }
  const chosen = [...files];
  const free = LIMITS.filesPerMessage - attachments.value.length;
  if (chosen.length > free) notify("info", FILE_WORDS.tooMany(LIMITS.filesPerMessage));
  for (const source of chosen.slice(0, free)) {
    if (source.size > LIMITS.fileBytes) notify("error", FILE_WORDS.tooLarge(source.name));
    else if (source.size === 0) notify("error", FILE_WORDS.empty(source.name));
    else void upload({ id: randomUuid(), source, state: { kind: "uploading", part: 0 } });
  }
}

/** Tries once more to upload a file. */
export function retryAttachment(id: string): void {
  const attachment = attachments.value.find((known) => known.id === id);
  if (attachment) void upload({ ...attachment, state: { kind: "uploading", part: 0 } });
}

/** A file does not go with the next message after all. */
export function detach(id: string): void {
  uploads.get(id)?.abort();
  uploads.delete(id);
  attachments.value = attachments.value.filter((attachment) => attachment.id !== id);
}

/** Takes the files for a message, once all are uploaded; null while one is not, or cannot be. */
export function takeFiles(): ChatFile[] | null {
  const files = attachments.value.flatMap(({ state }) => (state.kind === "ready" ? [state.file] : []));
  if (files.length < attachments.value.length) return null;
  attachments.value = [];
  uploads.clear();
  return files;
}

async function upload(attachment: Attachment): Promise<void> {
  const { id, source } = attachment;
  const current = call;
  if (current === null) return;
  const ending = new AbortController();
  uploads.set(id, ending);
  show(attachment);
  const become = (state: Attachment["state"]) => {
    if (!ending.signal.aborted) show({ ...attachment, state });
  };
  try {
    const size = await pictureSize(source);
    // The end of a long name says what it is.
    const about = { name: source.name.slice(-LIMITS.fileNameChars), size };
    const file = await current.chat.upload(source, about, {
      onProgress: (part) => become({ kind: "uploading", part }),
      signal: ending.signal,
    });
    become({ kind: "ready", file });
  } catch (error) {
    become({ kind: "failed", why: error instanceof Error ? t(error.message) : FILE_WORDS.notUploaded });
  }
}

/** The attachment is like this now: in its place, or the last one. */
function show(attachment: Attachment): void {
  const all = attachments.value;
  const isKnown = all.some(({ id }) => id === attachment.id);
  attachments.value = isKnown
    ? all.map((known) => (known.id === attachment.id ? attachment : known))
    : [...all, attachment];
}

/** How large a picture is, in pixels; null where it is none that this browser can show. */
async function pictureSize(file: File): Promise<ChatFile["size"]> {
  if (!file.type.startsWith("image/")) return null;
  try {
    const bitmap = await createImageBitmap(file);
    const { width, height } = bitmap;
    bitmap.close();
    return Math.max(width, height) > LIMITS.pictureSide ? null : { width, height };
  } catch {
    return null;
  }
}
