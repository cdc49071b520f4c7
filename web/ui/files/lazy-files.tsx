import type { ComponentProps } from "preact";
import { useLoaded } from "../use-loaded.ts";

const loadMessageFiles = () => import("./message-files.tsx");
const loadAttachedFiles = () => import("./attached-files.tsx");
type MessageFiles = Awaited<ReturnType<typeof loadMessageFiles>>["MessageFiles"];

/** The files of a message, loaded when the first one is seen. */
export function LazyMessageFiles(props: ComponentProps<MessageFiles>) {
  const loaded = useLoaded(loadMessageFiles);
  return loaded && <loaded.MessageFiles {...props} />;
}

/** The files that go with the next message, loaded with the first one. */
export function LazyAttachedFiles() {
  const loaded = useLoaded(loadAttachedFiles);
  return loaded && <loaded.AttachedFiles />;
}
