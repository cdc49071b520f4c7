import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../language/translate.ts";
import { people } from "../state/call.ts";
import { Panel } from "../ui/panel.tsx";
import { NOT_LOADED } from "../ui/words.ts";

type Loaded = typeof import("../ui/stats-panel.tsx");

const nameOf = (participantId: string) =>
  people.value.find(({ id }) => id === participantId)?.name ?? t("Somebody");

/** The panel of statistics. Few open it, so it is loaded when they do. */
export function CallStats({ onClose }: { onClose: () => void }) {
  const loaded = useSignal<Loaded | null>(null);
  const failed = useSignal(false);
  useEffect(() => {
    import("../ui/stats-panel.tsx").then(
      (module) => {
        loaded.value = module;
      },
      () => {
        failed.value = true;
      },
    );
  }, [loaded, failed]);
  if (loaded.value !== null) return <loaded.value.StatsPanel nameOf={nameOf} onClose={onClose} />;
  return (
    <Panel id="stats-panel" title={t("Statistics")} onClose={onClose}>
      <p class="panel-empty">{failed.value ? NOT_LOADED.what : t("Loading…")}</p>
    </Panel>
  );
}
