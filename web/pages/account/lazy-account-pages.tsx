import { useSignal } from "@preact/signals";
import { t } from "../../language/translate.ts";
import { useLoaded } from "../../ui/use-loaded.ts";
import { NOT_LOADED } from "../../ui/words.ts";
import { MessagePage } from "../message-page.tsx";
import type { AccountRoute } from "./account-pages.tsx";

const load = () => import("./account-pages.tsx");

/** The pages about who somebody is, which joining a room needs none of. */
export function LazyAccountPages({ route }: { route: AccountRoute }) {
  const isMissing = useSignal(false);
  const parts = useLoaded(load, true, () => {
    isMissing.value = true;
  });
  if (isMissing.value)
    return <MessagePage words={{ ...NOT_LOADED, title: t("This page could not be loaded") }} />;
  return parts ? <parts.AccountPages route={route} /> : null;
}
