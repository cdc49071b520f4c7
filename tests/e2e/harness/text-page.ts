import type { BrowserContext, Page } from "playwright-core";
import { SHARED_TITLE } from "./browser.ts";
import { resizeInside } from "./mark.ts";

/** Where in the page the lines are that are read back, in pixels; all of it is in the first column. */
export const READ_AREA = { left: 0, top: 0, width: 560, height: 340 } as const;
/** So many lines are in it. */
export const READ_LINES = 20;

/** A window full of small text that looks like code, with colours, in columns; the same each time. */
export interface TextPage {
  readonly page: Page;
  /** Every line, from the top. */
  readonly lines: readonly string[];
}

const WORDS =
  "transport producer consumer router layer picture frame encode decode window screen sharp reader viewer packet buffer clock moment number station".split(
    " ",
  );

/** The lines of the page: words that a reader of letters knows, a few to a line. */
function linesOf(count: number): string[] {
  let state = 7;
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 3 + next(4) }, () => WORDS[next(WORDS.length)] ?? "").join(" "),
  );
}

/** Opens the window in this size; where it scrolls, by one line this often, in milliseconds. */
export async function openText(
  context: BrowserContext,
  size: { width: number; height: number },
  scrollEveryMs: number | null = null,
): Promise<TextPage> {
  const page = await context.newPage();
  await resizeInside(context, page, size);
  const columns = Math.max(1, Math.floor(size.width / 640));
  const lines = linesOf(columns * Math.ceil(size.height / 17));
  await page.setContent(`<!doctype html><title>${SHARED_TITLE}</title><style>
    body { margin: 0; overflow: hidden; background: #fff; color: #181818; font: 13px/17px "DejaVu Sans Mono", monospace }
    pre { margin: 0; padding: 0 6px; columns: ${columns}; column-gap: 12px; height: ${size.height}px; font: inherit; column-fill: auto }
    b { font-weight: normal; color: #0000a8 } i { font-style: normal; color: #8c1d00 }
  </style><pre></pre>`);
  await page.evaluate(
    ({ lines, scrollEveryMs }) => {
      const code = document.querySelector("pre");
      if (!code) throw new Error("no page");
      const colour = (line: string, at: number) =>
        line.replace(/^\w+/, (word) =>
          at % 3 === 0 ? `<b>${word}</b>` : at % 3 === 1 ? `<i>${word}</i>` : word,
        );
      const show = (first: number) => {
        const turned = [...lines.slice(first), ...lines.slice(0, first)];
        code.innerHTML = turned.map(colour).join("\n");
      };
      show(0);
      let first = 0;
      if (scrollEveryMs === null) return;
      setInterval(() => {
        first = (first + 1) % lines.length;
        show(first);
      }, scrollEveryMs);
    },
    { lines, scrollEveryMs },
  );
  return { page, lines };
}
