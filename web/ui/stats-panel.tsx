import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../language/translate.ts";
import { notify } from "../state/notices.ts";
import { ownQuality } from "../state/quality.ts";
import { streamStats, watchStats } from "../state/stats.ts";
import { statsAsJson } from "../state/stats-copy.ts";
import type { StreamStats } from "../state/stats-history.ts";
import { CheckIcon } from "./icons.tsx";
import { Panel } from "./panel.tsx";
import { StatsCard } from "./stats-card.tsx";
import { StatsConnection } from "./stats-connection.tsx";
import "../styles/stats.css";

const COPIED_MS = 2_000;

interface StatsPanelProps {
  nameOf: (participantId: string) => string;
  onClose: () => void;
}

/** What is going on, for the curious: every stream with its figures, while the panel is open. */
export function StatsPanel({ nameOf, onClose }: StatsPanelProps) {
  const body = useRef<HTMLDivElement>(null);
  useEffect(watchStats, []);
  useEffect(() => body.current?.focus(), []);
  const streams = streamStats.value;
  const group = (direction: "in" | "out") => streams.filter(({ stream }) => stream.direction === direction);
  return (
    <Panel id="stats-panel" title={t("Statistics")} onClose={onClose}>
      <div class="stats" ref={body} tabIndex={-1}>
        <StatsConnection streams={streams} />
        <Group title={t("Sending")} streams={group("out")} nameOf={nameOf} />
        <Group title={t("Receiving")} streams={group("in")} nameOf={nameOf} />
        {streams.length === 0 ? (
          <p class="panel-empty">
            {t("Nothing is sent or received now. Figures appear with the first stream.")}
          </p>
        ) : null}
      </div>
      <CopyButton />
    </Panel>
  );
}

interface GroupProps {
  title: string;
  streams: readonly StreamStats[];
  nameOf: (participantId: string) => string;
}

function Group({ title, streams, nameOf }: GroupProps) {
  if (streams.length === 0) return null;
  return (
    <section class="stats-group" aria-label={title}>
      <h3>
        {title} <span>{streams.length}</span>
      </h3>
      {streams.map((stats) => (
        <StatsCard
          key={stats.key}
          stats={stats}
          name={stats.stream.direction === "out" ? null : nameOf(stats.stream.participantId)}
        />
      ))}
    </section>
  );
}

function CopyButton() {
  const copied = useSignal(false);
  useEffect(() => {
    if (!copied.value) return;
    const timer = setTimeout(() => {
      copied.value = false;
    }, COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied.value, copied]);
  const copy = async () => {
    const json = statsAsJson({
      streams: streamStats.value,
      quality: ownQuality.value,
      now: Date.now(),
      userAgent: navigator.userAgent,
    });
    try {
      await navigator.clipboard.writeText(json);
      copied.value = true;
    } catch {
      // Insecure pages have no clipboard, and browsers may refuse it.
      notify("error", t("The browser did not let the figures be copied. Open this page with https://."));
    }
  };
  return (
    <footer class="stats-foot">
      <button type="button" class="small-button" onClick={() => void copy()}>
        {copied.value ? <CheckIcon /> : null}
        {copied.value ? t("Copied") : t("Copy as JSON")}
      </button>
      <p>{t("The last minute, without names or addresses.")}</p>
    </footer>
  );
}
