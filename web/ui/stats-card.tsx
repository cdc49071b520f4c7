import type { ComponentChildren } from "preact";
import { t } from "../language/translate.ts";
import type { Figures, LayerFigures } from "../state/stats.ts";
import { type StreamStats, WINDOW_MS } from "../state/stats-history.ts";
import { Chart } from "./chart.tsx";
import type { Point } from "./chart-path.ts";
import { CameraIcon, MicrophoneIcon, ScreenIcon, SoundIcon } from "./icons.tsx";
import { detailsOf } from "./stats-details.ts";
import {
  bitrateText,
  frameRateText,
  millisecondsText,
  percentText,
  routeText,
  sizeText,
  streamTitle,
} from "./stats-words.ts";

const ICONS = {
  microphone: MicrophoneIcon,
  camera: CameraIcon,
  screen: ScreenIcon,
  "screen-audio": SoundIcon,
};

type NumberField = {
  [K in keyof Figures]-?: NonNullable<Figures[K]> extends number ? K : never;
}[keyof Figures];

/** One stream: what it is, its last minute, and everything else on demand. `name` is null for one's own. */
export function StatsCard({ stats, name }: { stats: StreamStats; name: string | null }) {
  const { stream, figures, history } = stats;
  const SourceIcon = ICONS[stream.source];
  const points = (field: NumberField): Point[] =>
    history.map((each) => ({ at: each.at, value: each[field] }));
  const shared = { now: figures.at, span: WINDOW_MS };
  const isVideo = figures.kind === "video";
  const id = `stats-${stats.key.replaceAll("/", "-")}`;
  return (
    <article
      class="stats-card"
      aria-labelledby={id}
      data-source={stream.source}
      data-direction={stream.direction}
    >
      <header>
        <SourceIcon />
        <h4 id={id}>{streamTitle(name, stream.source)}</h4>
        <span class="stats-codec">
          {figures.codec ?? ""}
          {figures.scalability ? <small>{figures.scalability}</small> : null}
        </span>
      </header>
      <p class="stats-sum">
        {isVideo ? <span>{sizeText(figures.width, figures.height)}</span> : null}
        <span>{stream.idle ? t("Paused") : routeText(stream.route, figures.path)}</span>
      </p>
      <dl class="charts">
        <Chart
          {...shared}
          label={t("Bitrate")}
          value={bitrateText(figures.bitrate)}
          series={[{ points: points("bitrate"), least: 10_000, tone: "plain", filled: true }]}
        />
        {isVideo ? (
          <Chart
            {...shared}
            label={t("Frames")}
            value={frameRateText(figures.frameRate)}
            series={[{ points: points("frameRate"), least: 30, tone: "plain", filled: true }]}
          />
        ) : (
          <Chart
            {...shared}
            label={t("Jitter")}
            value={millisecondsText(figures.jitter)}
            series={[{ points: points("jitter"), least: 20, tone: "plain", filled: true }]}
          />
        )}
        <Chart
          {...shared}
          label={t("Loss, delay")}
          value={`${percentText(figures.loss)} · ${millisecondsText(figures.roundTrip)}`}
          series={[
            { points: points("roundTrip"), least: 100, tone: "second" },
            { points: points("loss"), least: 0.05, tone: "alarm", filled: true },
          ]}
        />
      </dl>
      <details>
        <summary>{t("Details")}</summary>
        <table>
          <caption class="hidden">{streamTitle(name, stream.source)}</caption>
          <tbody>
            {detailsOf(figures, stream.direction).map(([label, value]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {figures.layers ? <Layers layers={figures.layers} /> : null}
      </details>
    </article>
  );
}

function Layers({ layers }: { layers: readonly LayerFigures[] }) {
  const head = (text: ComponentChildren) => <th scope="col">{text}</th>;
  return (
    <table class="stats-layers">
      <caption>{t("Layers")}</caption>
      <thead>
        <tr>
          {head(t("Layer"))}
          {head(t("Size"))}
          {head(t("Frames"))}
          {head(t("Bitrate"))}
        </tr>
      </thead>
      <tbody>
        {layers.map((layer, index) => (
          <tr key={layer.rid ?? index} class={layer.active === false ? "off" : ""}>
            <th scope="row">{layer.rid ?? index + 1}</th>
            <td>{layer.active === false ? t("off") : sizeText(layer.width, layer.height)}</td>
            <td>{frameRateText(layer.frameRate)}</td>
            <td>{bitrateText(layer.bitrate)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
