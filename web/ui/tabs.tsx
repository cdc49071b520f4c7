import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

interface TabsProps<T extends string> {
  /** What the tabs choose between, for who cannot see it. */
  name: string;
  tabs: readonly { readonly key: T; readonly label: string }[];
  chosen: T;
  onChoose: (key: T) => void;
  /** What the chosen tab shows. */
  children: ComponentChildren;
}

/** Tabs in a row, of which one shows its panel. The arrow keys go from one to the next. */
export function Tabs<T extends string>({ name, tabs, chosen, onChoose, children }: TabsProps<T>) {
  const id = useId();
  const row = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const index = tabs.findIndex(({ key }) => key === chosen);
    const next = nextTab(event.key, index, tabs.length);
    const tab = next === null ? undefined : tabs[next];
    if (tab === undefined || next === null) return;
    event.preventDefault();
    onChoose(tab.key);
    row.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <>
      <div ref={row} class="tabs" role="tablist" aria-label={name} onKeyDown={move}>
        {tabs.map(({ key, label }) => (
          <button
            key={key}
            type="button"
            role="tab"
            id={`${id}-${key}`}
            aria-selected={key === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={key === chosen ? 0 : -1}
            class="tab"
            onClick={() => onChoose(key)}
          >
            {label}
          </button>
        ))}
      </div>
      <div class="tab-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`}>
        {children}
      </div>
    </>
  );
}

/** Which tab a key leads to, or null where it leads nowhere. */
export function nextTab(key: string, index: number, count: number): number | null {
  switch (key) {
    case "ArrowRight":
      return (index + 1) % count;
    case "ArrowLeft":
      return (index + count - 1) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
