import { LIMITS } from "../../protocol/limits.ts";
import type { ChatFile } from "../../protocol/room/files.ts";
import type { ToRoom } from "../../protocol/room/to-room.ts";
import type { Turn } from "./state.ts";
import { type From, refuse, type Sender } from "./turn.ts";

/** A file that somebody has attached, and not sent yet. */
export interface Attached {
  readonly userId: string;
  readonly file: Omit<ChatFile, "type">;
  /** Null until it is uploaded. */
  readonly type: string | null;
  /** It is deleted at this time unless it was sent, in milliseconds since 1970. */
  readonly dueAt: number;
}

/** The files that an input is about, by their ids. One that is not among them is unknown. */
export type NamedFiles = Readonly<Record<string, Attached>>;

/** The ids of the files that something said to the room is about. */
export function filesNamedBy(message: ToRoom): readonly string[] {
  return message.type === "chat" ? (message.files ?? []) : [];
}

/** Lets somebody who may write upload a file, to send it with a message. */
export function attach(turn: Turn, sender: Sender, { id, name, bytes, size }: From<"attach">): void {
  if (!id) return;
  const { socket, userId } = sender;
  if (turn.state.meta?.settings.encrypted) return refuse(turn, socket, id, "files_unavailable");
  if (bytes > LIMITS.fileBytes) return refuse(turn, socket, id, "file_too_large", TOO_LARGE);
  const file = { name, bytes, size: size ?? null };
  turn.effects.push({ type: "attach-file", socket, request: id, userId, file });
}

const TOO_LARGE = `That file is too large: ${LIMITS.fileBytes / 1024 ** 2} MB is the most.`;

/** The files that somebody sends, or null where one of them is not theirs to send. */
export function filesOf(ids: readonly string[], files: NamedFiles, { userId }: Sender): ChatFile[] | null {
  const sent: ChatFile[] = [];
  for (const fileId of new Set(ids)) {
    const attached = files[fileId];
    if (!attached || attached.userId !== userId || attached.type === null) return null;
    sent.push({ ...attached.file, type: attached.type });
  }
  return sent;
}
