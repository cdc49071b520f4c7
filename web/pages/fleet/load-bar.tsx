interface LoadBarProps {
  /** What it is called where nobody sees what it stands beside. */
  label: string;
  /** How much is in use, 0 to 1. */
  share: number;
  /** The same in words. */
  text: string;
}

/** From so much on a bar says that there is not much left, and then that there is nothing. */
const MUCH = 0.7;
const FULL = 0.9;

/** How much of something is in use, as a bar and in words. */
export function LoadBar({ label, share, text }: LoadBarProps) {
  return (
    <div class="load-bar">
      <meter aria-label={label} low={MUCH} high={FULL} optimum={0} value={Math.min(1, share)}>
        {text}
      </meter>
      <span>{text}</span>
    </div>
  );
}
