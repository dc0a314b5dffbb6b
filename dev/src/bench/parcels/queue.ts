/** What the benchmark uses of BullMQ, on Postgres as the house runs it without Redis. */
export interface QueueDoor {
  add(jobs: readonly { name: string; data: { message_id: string }; opts: { jobId: string } }[]): Promise<unknown>;
  /** Runs jobs, so many at once, until it is closed. */
  work(handler: (message_id: string) => Promise<void>, concurrency: number): { close(): Promise<void> };
}

/** Ranges that a worker writes at the same time (workers/src/main.ts). */
const CONCURRENCY = 2;
/** Rows that the relay hands over in one round. */
const BATCH = 500;

/** Sends these messages through the queue and waits until the last is handled. */
export async function throughQueue(
  queue: QueueDoor,
  ids: readonly string[],
  handle: (message_id: string) => Promise<void>,
): Promise<void> {
  if (ids.length === 0) return;
  const all = deferred();
  let left = ids.length;
  const worker = queue.work(async (message_id) => {
    try {
      await handle(message_id);
    } catch (error) {
      all.reject(error);
      throw error;
    }
    left -= 1;
    if (left === 0) all.resolve();
  }, CONCURRENCY);
  try {
    for (let at = 0; at < ids.length; at += BATCH) {
      const some = ids.slice(at, at + BATCH);
      await queue.add(some.map((id) => ({ name: "write-parcels", data: { message_id: id }, opts: { jobId: id } })));
    }
    await all.promise;
  } finally {
    await worker.close();
  }
}

/** A promise that somebody else settles. */
function deferred(): { promise: Promise<void>; resolve: () => void; reject: (error: unknown) => void } {
  let resolve: () => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
