import { Logo } from "../ui/logo.tsx";
import { followLink } from "./router.ts";

/** The head of every page but the call's: the way home. */
export function PageHead() {
  return (
    <header class="page-head">
      <a class="brand" href="/" onClick={followLink}>
        <Logo />
        Nearcast
      </a>
    </header>
  );
}
