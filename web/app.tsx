import { render } from "preact";
import { LazyAccountPages } from "./pages/account/lazy-account-pages.tsx";
import { LazySignedInLayer } from "./pages/calls/lazy-signed-in-layer.tsx";
import { LazyFleetPage } from "./pages/fleet/lazy-fleet-page.tsx";
import { HomePage } from "./pages/home-page.tsx";
import { NotFoundPage } from "./pages/not-found-page.tsx";
import { RoomPage } from "./pages/room-page.tsx";
import { route } from "./pages/router.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/buttons.css";
import "./styles/icon-buttons.css";
import "./styles/forms.css";
import "./styles/switches.css";
import "./styles/pages.css";
import "./styles/panels.css";
import "./styles/dialogs.css";
import "./styles/account.css";
import "./styles/pre-join.css";

function Page() {
  const { value } = route;
  switch (value.page) {
    case "home":
      return <HomePage />;
    case "room":
      // Another room is another page: nothing of the last one may stay.
      return <RoomPage key={value.slug} slug={value.slug} />;
    case "sign-in":
    case "signed-in":
    case "account":
    case "choose-password":
    case "confirm-address":
      return <LazyAccountPages route={value} />;
    case "fleet":
      return <LazyFleetPage />;
    case "not-found":
      return <NotFoundPage />;
  }
}

function App() {
  return (
    <>
      <LazySignedInLayer />
      <Page />
    </>
  );
}

/** Shows the page, and what one does in it. */
export function start(): void {
  const root = document.getElementById("app");
  if (root) render(<App />, root);
}
