import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { room } from "../state/call.ts";
import { roomLink, roomSecretIn, secretTextIn } from "../state/room-secret.ts";
import { copyLink } from "../ui/copy-link.ts";
import { LINK_COPIED, LINK_COPIED_PASSWORD } from "../ui/words.ts";
import { fragment } from "./router.ts";

const SHOWN_MS = 2_000;

/** The room's link, with the secret where it is encrypted, and a way to copy it. */
export function useCopyLink(slug: string): { address: string; copied: boolean; copy: () => void } {
  const copied = useSignal(false);
  const isSecret = roomSecretIn(fragment.value) !== null;
  const address = roomLink(slug, isSecret ? secretTextIn(fragment.value) : "");

  useEffect(() => {
    if (!copied.value) return;
    const timer = setTimeout(() => {
      copied.value = false;
    }, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied.value, copied]);

  const copy = async () => {
    copied.value = await copyLink(address, room.value?.hasPassword ? LINK_COPIED_PASSWORD : LINK_COPIED);
  };
  return { address, copied: copied.value, copy: () => void copy() };
}
