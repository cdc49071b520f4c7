/** What a promise gives within so many milliseconds, else undefined. Rejects where it rejects by then; what comes later is ignored. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const limit = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => limit.resolve(undefined), ms);
  try {
    return await Promise.race([promise, limit.promise]);
  } finally {
    clearTimeout(timer);
  }
}
