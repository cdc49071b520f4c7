import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { notify } from "../state/notices.ts";

const SHOWN_MS = 2_000;

/** The room's link, and a way to copy it. */
export function useCopyLink(slug: string): { address: string; copied: boolean; copy: () => void } {
  const copied = useSignal(false);
  const address = `${location.origin}/r/${slug}`;

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
