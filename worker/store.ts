/** An object's own storage: the part of Cloudflare's synchronous key-value API that is used here. */
export interface Store {
  get<T>(key: string): T | undefined;
  put<T>(key: string, value: T): void;
  delete(key: string): void;
  /** Entries by key. `end` is the first key that is not listed any more. */
  list<T>(options: {
    prefix: string;
    end?: string;
    limit?: number;
    reverse?: boolean;
  }): Iterable<[string, T]>;
}
