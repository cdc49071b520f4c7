import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { notify } from "../state/notices.ts";
import { roomSecretIn } from "../state/room-secret.ts";
import { fragment } from "./router.ts";

const SHOWN_MS = 2_000;

/** The room's link, with the secret where it is encrypted, and a way to copy it. */
export function useCopyLink(slug: string): { address: string; copied: boolean; copy: () => void } {
  const copied = useSignal(false);
  const secret = roomSecretIn(fragment.value) === null ? "" : fragment.value;
  const address = `${location.origin}/r/${slug}${secret}`;

  useEffect(() => {
    if (!copied.value) return;
    const timer = setTimeout(() => {
      copied.value = false;
    }, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied.value, copied]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      copied.value = true;
      notify("info", "The link is copied. Whoever has it can come in.");
    } catch {
      // Insecure pages have no clipboard, and browsers may refuse it: then the person copies it from here.
      notify("info", `Copy this link: ${address}`);
    }
  };
  return { address, copied: copied.value, copy: () => void copy() };
}
