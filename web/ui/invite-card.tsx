import { t } from "../language/translate.ts";
import { CheckIcon, LinkIcon } from "./icons.tsx";

interface InviteCardProps {
  link: string;
  copied: boolean;
  onCopy: () => void;
}

/** Shown while one is alone: how the others come. */
export function InviteCard({ link, copied, onCopy }: InviteCardProps) {
  const shown = link.replace(/^https?:\/\//u, "");
  return (
    <aside class="invite" aria-label={t("Invite others")}>
      <p>
        <strong>{t("You are the only one here.")}</strong> {t("Send the others this link:")}
      </p>
      <button
        type="button"
        class="invite-link"
        aria-label={t("Copy the address of this room: {shown}", { shown })}
        onClick={onCopy}
      >
        <span>{shown}</span>
        {copied ? <CheckIcon /> : <LinkIcon />}
      </button>
    </aside>
  );
}
