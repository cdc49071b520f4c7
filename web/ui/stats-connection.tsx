import { t } from "../language/translate.ts";
import { ownQuality } from "../state/quality.ts";
import type { PathFigures } from "../state/stats.ts";
import type { StreamStats } from "../state/stats-history.ts";
import { QualityBars } from "./quality-bars.tsx";
import { adviceText, ownQualityText } from "./quality-words.ts";
import { bitrateText, encryptionText, millisecondsText, pathText, routeText } from "./stats-words.ts";

/** One's own connection in a sentence, and the two paths to the media node. */
export function StatsConnection({ streams }: { streams: readonly StreamStats[] }) {
  const quality = ownQuality.value;
  const byNode = streams.filter(({ stream }) => stream.route.kind === "node");
  const [first] = byNode;
  const path = (direction: "in" | "out") =>
    byNode.find(({ stream, figures }) => stream.direction === direction && figures.path)?.figures.path;
  return (
    <section class="stats-connection" aria-label={t("Your connection")}>
      <p class={`stats-verdict ${quality.level}`}>
        <QualityBars level={quality.level} />
        <strong>{ownQualityText(quality)}</strong>
      </p>
      {quality.level === "good" ? null : <p class="stats-advice">{adviceText(quality)}</p>}
      {first ? (
        <Paths route={routeText(first.stream.route, first.figures.path)} up={path("out")} down={path("in")} />
      ) : null}
    </section>
  );
}

interface PathsProps {
  route: string;
  up: PathFigures | undefined;
  down: PathFigures | undefined;
}

function Paths({ route, up, down }: PathsProps) {
  const columns = [up, down].filter((path) => path !== undefined);
  const row = (label: string, text: (path: PathFigures) => string) => (
    <tr>
      <th scope="row">{label}</th>
      {columns.map((path) => (
        <td key={path === up ? "up" : "down"}>{text(path)}</td>
      ))}
    </tr>
  );
  return (
    <table class="stats-paths">
      <caption>{route}</caption>
      <thead>
        <tr>
          <td />
          {up ? <th scope="col">{t("Sending")}</th> : null}
          {down ? <th scope="col">{t("Receiving")}</th> : null}
        </tr>
      </thead>
      <tbody>
        {row(t("Bitrate"), (path) => bitrateText(path === up ? path.sending : path.receiving))}
        {row(t("Available"), (path) => bitrateText(path === up ? path.availableUp : path.availableDown))}
        {row(t("Round trip"), (path) => millisecondsText(path.roundTrip))}
        {row(t("Path"), pathText)}
        {row(t("Encryption"), encryptionText)}
      </tbody>
    </table>
  );
}
