import type { Browser } from "playwright-core";
import { launchBrowser, launchFirefox } from "./browser.ts";

/**
 * The browsers of a test file's people: each person has one of their own, and when they are gone somebody else gets it,
 * with nothing left in it. To start one takes more than a second of a whole core.
 */
export class Browsers {
  readonly #idle: Browser[] = [];
  readonly #busy = new Map<Browser, { isPlain: boolean }>();

  /** @param flags besides the usual ones; a browser with any is for one person only */
  async take(flags: readonly string[] = []): Promise<Browser> {
    const isPlain = flags.length === 0;
    const browser = (isPlain ? this.#takeIdle() : undefined) ?? (await launchBrowser(flags));
    this.#busy.set(browser, { isPlain });
    return browser;
  }

  /** One that is not handed on. */
  async takeFirefox(display?: string): Promise<Browser> {
    const browser = await launchFirefox(display);
    this.#busy.set(browser, { isPlain: false });
    return browser;
  }

  /** Everybody is gone. @param isSuspect something went wrong, so nobody gets these browsers again */
  async empty(isSuspect: boolean): Promise<void> {
    const left = [...this.#busy];
    this.#busy.clear();
    await Promise.all(
      left.map(async ([browser, { isPlain }]) => {
        if (!browser.isConnected()) return;
        if (isSuspect || !isPlain) return browser.close();
        await Promise.all(browser.contexts().map((context) => context.close()));
        this.#idle.push(browser);
      }),
    );
  }

  async close(): Promise<void> {
    await this.empty(true);
    await Promise.all(this.#idle.splice(0).map((browser) => browser.close()));
  }

  #takeIdle(): Browser | undefined {
    for (let browser = this.#idle.pop(); browser; browser = this.#idle.pop())
      if (browser.isConnected()) return browser;
    return undefined;
  }
}
