import { LIMITS } from "../../protocol/limits.ts";
import { t } from "../language/translate.ts";
import { sizeWords } from "./file-size.ts";

/** What is said of files in the chat. */
export const FILE_WORDS = {
  attach: t("Attach files"),
  attached: t("Attached files"),
  detach: (name: string) => t("Remove {name}", { name }),
  retry: (name: string) => t("Upload {name} again", { name }),
  uploading: (percent: number) => `${percent} %`,
  notUploaded: t("It was not uploaded."),
  notLoaded: t("That file cannot be reached right now."),
  notEncrypted: t("Files cannot be sent in an encrypted room: they would be readable on the way."),
  tooMany: (most: number) => t("A message has {most} files at most.", { most }),
  tooLarge: (name: string) =>
    t("{name} is too large: {most} is the most.", { name, most: sizeWords(LIMITS.fileBytes) }),
  empty: (name: string) => t("{name} is empty, or a folder.", { name }),
  drop: t("Drop files here to send them"),
  show: (size: string) => t("Show picture ({size})", { size }),
  open: (name: string) => t("Open {name}", { name }),
  save: (name: string) => t("Save {name}", { name }),
  saveIt: t("Save"),
} as const;
