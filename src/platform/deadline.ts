/** What is thrown when something took too long. */
export class DeadlineError extends Error {
  constructor(ms: number) {
    super(`No end within ${ms} ms`);
    this.name = "DeadlineError";
  }
}

/** The result of work, or a DeadlineError: Chromium's library waits for three minutes by itself. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new DeadlineError(ms)), ms);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
