import { useLoaded } from "../../ui/use-loaded.ts";

const load = () => import("./fleet-page.tsx");

/** The operator's page, which nobody else loads. */
export function LazyFleetPage() {
  const parts = useLoaded(load);
  return parts ? <parts.FleetPage /> : null;
}
