import { useLoaded } from "../../ui/use-loaded.ts";

const load = () => import("./notifications.tsx");

/** The account's part about notifications. */
export function LazyNotifications() {
  const parts = useLoaded(load);
  return parts ? <parts.NotificationsSection /> : null;
}
