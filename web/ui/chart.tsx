import { areaPath, type ChartFrame, linePath, type Point, scaleTop } from "./chart-path.ts";

/** A line of a chart. */
interface Series {
  readonly points: readonly Point[];
  /** The least that the upper edge stands for. */
  readonly least: number;
  readonly tone: "plain" | "alarm" | "second";
  /** Filled down to zero. */
  readonly filled?: boolean;
}

interface ChartProps {
  label: string;
  /** The newest value in words. */
  value: string;
  series: readonly Series[];
  /** The time of the right edge in milliseconds since 1970, and how much is shown. */
  now: number;
  span: number;
}

const WIDTH = 100;
const HEIGHT = 28;

/** A figure in words, and its last minute as a line. Drawings say nothing to a screen reader: the words do. */
export function Chart({ label, value, series, now, span }: ChartProps) {
  return (
    <div class="chart">
      <dt>{label}</dt>
      <dd>{value}</dd>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {series.map(({ points, least, tone, filled }) => {
          const top = scaleTop(
            points.map((point) => point.value),
            least,
          );
          const frame: ChartFrame = { width: WIDTH, height: HEIGHT, top, now, span };
          return (
            <g key={tone} class={tone}>
              {filled ? <path class="area" d={areaPath(points, frame)} /> : null}
              <path class="line" d={linePath(points, frame)} />
            </g>
          );
        })}
      </svg>
    </div>
  );
}
