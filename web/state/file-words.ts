import { LIMITS } from "../../protocol/limits.ts";
import { sizeWords } from "./file-size.ts";

/** What is said of files in the chat. */
export const FILE_WORDS = {
  attach: "Attach files",
  attached: "Attached files",
  detach: (name: string) => `Remove ${name}`,
  retry: (name: string) => `Upload ${name} again`,
  uploading: (percent: number) => `${percent} %`,
  notUploaded: "It was not uploaded.",
  notLoaded: "That file cannot be reached right now.",
  notEncrypted: "Files cannot be sent in an encrypted room: they would be readable on the way.",
  tooMany: (most: number) => `A message has ${most} files at most.`,
  tooLarge: (name: string) => `${name} is too large: ${sizeWords(LIMITS.fileBytes)} is the most.`,
  empty: (name: string) => `${name} is empty, or a folder.`,
  drop: "Drop files here to send them",
  show: (size: string) => `Show picture (${size})`,
  open: (name: string) => `Open ${name}`,
  save: (name: string) => `Save ${name}`,
  saveIt: "Save",
  picture: "Picture",
} as const;
