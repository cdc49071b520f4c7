import { vi } from "vitest";

const PATIENCE_MS = 8_000;

type Member<T, K> = Extract<T, { type: K }>;

/** What one end of a socket has received, to be taken out in any order and waited for. */
export class Inbox<T extends { type: string }> {
  readonly #owner: string;
  readonly #items: T[] = [];
  #arrived = Promise.withResolvers<void>();

  constructor(owner: string) {
    this.#owner = owner;
  }

  /** What nobody has taken yet, oldest first. */
  get waiting(): readonly T[] {
    return this.#items;
  }

  push(item: T): void {
    this.#items.push(item);
    this.#arrived.resolve();
    this.#arrived = Promise.withResolvers();
  }

  /** Forgets what came until now. */
  clear(): void {
    this.#items.length = 0;
  }

  /** Takes out the first item of this type that fits, and waits for it where it has not come yet. */
  async take<K extends T["type"]>(type: K, fits?: (item: Member<T, K>) => boolean): Promise<Member<T, K>> {
    const deadline = Promise.withResolvers<"late">();
    const timer = setTimeout(() => deadline.resolve("late"), PATIENCE_MS);
    try {
      for (;;) {
        const found = this.#items.find(
          (item) => item.type === type && (fits?.(item as Member<T, K>) ?? true),
        );
        if (found) {
          this.#items.splice(this.#items.indexOf(found), 1);
          return found as Member<T, K>;
        }
        const next = await Promise.race([this.#arrived.promise, deadline.promise]);
        if (next === "late") throw new Error(this.#disappointment(type));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #disappointment(type: string): string {
    const others = this.#items.map((item) => JSON.stringify(item).slice(0, 200));
    return `${this.#owner} waited for ${type} in vain. It has:\n${others.join("\n") || "nothing"}`;
  }
}

/** Fails where a promise takes longer than anything here may. */
export async function soon<T>(what: string, promise: Promise<T>): Promise<T> {
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(() => deadline.reject(new Error(`Waited for ${what} in vain.`)), PATIENCE_MS);
  try {
    return await Promise.race([promise, deadline.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for what comes without a message: asks until the answer is yes. */
export async function eventually(check: () => Promise<boolean>): Promise<void> {
  await vi.waitUntil(check, { timeout: PATIENCE_MS, interval: 50 });
}
