import type { Store } from "../../worker/store.ts";

/** Storage as a Durable Object's: values are copied in and out, keys are listed in order. */
export class MemoryStore implements Store {
  readonly #values = new Map<string, string>();

  get<T>(key: string): T | undefined {
    const text = this.#values.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }

  put<T>(key: string, value: T): void {
    this.#values.set(key, JSON.stringify(value));
  }

  delete(key: string): void {
    this.#values.delete(key);
  }

  *list<T>({
    prefix,
    end,
    limit = Number.POSITIVE_INFINITY,
    reverse = false,
  }: {
    prefix: string;
    end?: string;
    limit?: number;
    reverse?: boolean;
  }): Iterable<[string, T]> {
    const keys = [...this.#values.keys()]
      .filter((key) => key.startsWith(prefix) && (end === undefined || key < end))
      .sort();
    if (reverse) keys.reverse();
    for (const key of keys.slice(0, limit)) yield [key, JSON.parse(this.#values.get(key) ?? "null") as T];
  }
}
