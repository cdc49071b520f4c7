import type { Quality } from "../state/quality.ts";

const BARS = { good: 3, fair: 2, poor: 1 } as const;

/** Three bars of which as many are filled as it is good: told apart without colour. It says nothing by itself. */
export function QualityBars({ level }: { level: Quality["level"] }) {
  return (
    <svg class={`bars ${level}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {[0, 1, 2].map((bar) => (
        <rect
          key={bar}
          class={bar < BARS[level] ? "filled" : ""}
          x={1 + bar * 5}
          y={10 - bar * 4}
          width="4"
          height={5 + bar * 4}
          rx="1"
        />
      ))}
    </svg>
  );
}
