const STEPS: Readonly<Record<string, (items: HTMLElement[], at: number) => HTMLElement | undefined>> = {
  ArrowUp: (items, at) => items[at - 1],
  ArrowDown: (items, at) => items[at + 1],
  Home: (items) => items[0],
  End: (items) => items.at(-1),
};

/** Moves the focus from message to message; only one of them is reached by Tab. */
export function moveAmongMessages(event: KeyboardEvent, list: HTMLElement): void {
  const step = STEPS[event.key];
  const items = [...list.querySelectorAll<HTMLElement>("[data-message]")];
  const at = items.indexOf(event.target as HTMLElement);
  if (step === undefined || at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  step(items, at)?.focus();
}
