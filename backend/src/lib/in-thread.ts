import { Worker } from "node:worker_threads";

/** Work in a thread came to nothing: it died, or took longer than it may. Trying again may help, or a person must look. */
export class ThreadFailure extends Error {
  override name = "ThreadFailure";
}

/**
 * Has `file` (a module that posts one answer to `workerData`) work in a thread of its own, so that the event loop of this
 * process stays free: a queue that doesn't hear of a job for ten seconds gives it to another. Ended after `limit_ms`.
 * In the built product the file is JavaScript; run from TypeScript source, as tests do, the thread compiles it as Medusa does.
 */
export function inThread<Answer>(file: string, task: unknown, limit_ms: number): Promise<Answer> {
  const fromSource = file.endsWith(".ts");
  const worker = new Worker(file, {
    workerData: task,
    execArgv: fromSource ? ["-r", "ts-node/register/transpile-only"] : [],
  });
  return new Promise<Answer>((resolve, reject) => {
    const timer = setTimeout(() => {
      fail(new ThreadFailure(`it was not done after ${Math.round(limit_ms / 1000)} s`));
      void worker.terminate();
    }, limit_ms);
    function fail(error: Error): void {
      clearTimeout(timer);
      reject(error);
    }
    worker.once("message", (answer: Answer) => {
      clearTimeout(timer);
      resolve(answer);
      void worker.terminate();
    });
    worker.once("error", (error) => fail(new ThreadFailure(`it ended with an error: ${error.message}`)));
    worker.once("exit", (code) => fail(new ThreadFailure(`it ended with code ${code} and no answer`)));
  });
}
