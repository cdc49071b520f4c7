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
    <aside class="invite" aria-label="Invite others">
      <p>
        <strong>You are the only one here.</strong> Send the others this link:
      </p>
      <button
        type="button"
        class="invite-link"
        aria-label={`Copy the address of this room: ${shown}`}
        onClick={onCopy}
      >
        <span>{shown}</span>
        {copied ? <CheckIcon /> : <LinkIcon />}
      </button>
    </aside>
  );
}
