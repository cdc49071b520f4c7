import { t } from "../language/translate.ts";
import { MessagePage } from "./message-page.tsx";
import { followLink } from "./router.ts";

/** Shown for every address that is nothing. */
export function NotFoundPage() {
  return (
    <MessagePage
      words={{ title: t("There is nothing here"), what: t("Check the address, or make a room of your own.") }}
    >
      <a class="button primary" href="/" onClick={followLink}>
        {t("Go to the start page")}
      </a>
    </MessagePage>
  );
}
