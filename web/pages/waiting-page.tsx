import { t } from "../language/translate.ts";
import { MessagePage } from "./message-page.tsx";
import "../styles/waiting.css";

const WORDS = {
  attended: {
    title: t("You will be let in soon"),
    what: t(
      "Somebody who looks after this room sees that you are here. Keep this page open: you come in by yourself when they say yes.",
    ),
  },
  unattended: {
    title: t("You are a little early"),
    what: t(
      "Nobody is here yet who can let you in. Keep this page open: they will see that you wait, and you come in when they say yes.",
    ),
  },
} as const;

interface WaitingPageProps {
  title: string;
  /** Whether anybody is in the room who may let one in. */
  attended: boolean;
  onLeave: () => void;
}

/** At the door of a room in which somebody lets people in. */
export function WaitingPage({ title, attended, onLeave }: WaitingPageProps) {
  return (
    <div class="waiting-page">
      <MessagePage words={attended ? WORDS.attended : WORDS.unattended} above={title}>
        <span class="waiting-dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        <button type="button" class="button" onClick={onLeave}>
          {t("Leave")}
        </button>
      </MessagePage>
    </div>
  );
}
