import type { Route } from "../router.ts";
import { AccountPage } from "./account-page.tsx";
import { ChoosePasswordPage, ConfirmAddressPage } from "./mailed-pages.tsx";
import { SignInPage } from "./sign-in-page.tsx";
import { SignedInPage } from "./signed-in-page.tsx";

/** Those of the pages that are about who somebody is. */
export type AccountRoute = Extract<
  Route,
  { page: "sign-in" | "signed-in" | "account" | "choose-password" | "confirm-address" }
>;

/** The page of such a route. */
export function AccountPages({ route }: { route: AccountRoute }) {
  switch (route.page) {
    case "sign-in":
      return <SignInPage next={route.next} cameBackWith={route.fault} />;
    case "signed-in":
      return <SignedInPage next={route.next} />;
    case "account":
      return <AccountPage cameBackWith={route.fault} />;
    case "choose-password":
      return <ChoosePasswordPage />;
    case "confirm-address":
      return <ConfirmAddressPage />;
  }
}
