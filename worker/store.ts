/** An object's own storage: the part of Cloudflare's synchronous key-value API that is used here. */
export interface Store {
  get<T>(key: string): T | undefined;
  put<T>(key: string, value: T): void;
  delete(key: string): void;
  list<T>(options: { prefix: string; limit?: number; reverse?: boolean }): Iterable<[string, T]>;
}
