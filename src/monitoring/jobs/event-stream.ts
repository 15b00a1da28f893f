const encoder = new TextEncoder();

/** Waits, but not longer than somebody is listening. */
function pauseUntil(ended: AbortSignal, ms: number): Promise<void> {
  return new Promise((done) => {
    const finish = () => {
      clearTimeout(timer);
      ended.removeEventListener("abort", finish);
      done();
    };
    const timer = setTimeout(finish, ms);
    ended.addEventListener("abort", finish);
  });
}

/**
 * A body that is written as it is read. Once nobody reads any more the generator is ended at its
 * next pause, which is cut short: nothing is asked of the database for a reader who has left.
 */
export function eventStream(
  generate: (pause: (ms: number) => Promise<void>) => AsyncGenerator<string>,
): ReadableStream<Uint8Array> {
  const left = new AbortController();
  const pieces = generate(async (ms) => {
    await pauseUntil(left.signal, ms);
    left.signal.throwIfAborted();
  });
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (left.signal.aborted) return;
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: () => left.abort(),
    },
    { highWaterMark: 0 },
  );
}
