import { t } from "../language/translate.ts";
import { account } from "../state/remembered-account.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Logo } from "../ui/logo.tsx";
import { followLink, route, signInPath } from "./router.ts";

/** The head of every page but the call's: the way home, and to one's account. */
export function PageHead() {
  return (
    <header class="page-head">
      <a class="brand" href="/" onClick={followLink}>
        <Logo />
        {t("Nearcast")}
      </a>
      <AccountLink />
    </header>
  );
}

function AccountLink() {
  const { value } = account;
  if (value === null) {
    if (route.value.page === "sign-in" || route.value.page === "account") return null;
    return (
      <a class="account-link" href={signInPath()} onClick={followLink}>
        {t("Sign in")}
      </a>
    );
  }
  return (
    <a class="account-link" href="/account" onClick={followLink}>
      <span class="hidden">{t("Your account:")}</span>
      <Avatar id={value.id} name={value.name} picture={value.picture} />
      <span class="account-name">{value.name}</span>
    </a>
  );
}
