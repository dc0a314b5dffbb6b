import { isJobName, parseJob, type JobName } from "@commonlot/domain";
import type { MedusaContainer } from "@medusajs/framework/types";
import { UnrecoverableError, type Job } from "bullmq";
import type { Logger } from "pino";
import type OutboxService from "../../backend/src/modules/outbox/service";
import { PermanentFailure, type JobDefinition, type JobHandler } from "./job";
import type { QueuedJob } from "./queues";

/** Attempts before a message is dead when its job names no other number: with the backoff about a quarter of an hour. */
const DEFAULT_ATTEMPTS = 20;

export interface RegisteredJob {
  definition: JobDefinition;
  handler: JobHandler;
}

export type Outcome = "done" | "failed" | "dead";

/**
 * Runs one queued job: parses it, calls its handler, and keeps the outbox true. A malformed job or one that has used up
 * its attempts ends as a dead letter with its reason; everything else is tried again.
 */
export async function runJob(
  job: Pick<Job<QueuedJob>, "id" | "name" | "data">,
  jobs: ReadonlyMap<JobName, RegisteredJob>,
  container: MedusaContainer,
  log: Logger,
): Promise<Outcome> {
  const outbox: OutboxService = container.resolve("outbox");
  const message_id = String(job.data?.message_id ?? job.id);
  const parsed = parseJob(job.name, job.data?.payload);
  const registered = isJobName(job.name) ? jobs.get(job.name) : undefined;
  if (!parsed.ok || !registered) {
    const reason = parsed.ok ? `no worker for ${job.name}` : parsed.refusal.message;
    await outbox.deadLetter({ id: message_id, job: job.name, reason });
    log.error({ job: job.name, message_id, reason }, "malformed job put with the dead letters");
    return "dead";
  }
  if (await outbox.isEnded(message_id)) return "done";
  try {
    await registered.handler({
      container,
      message_id,
      payload: parsed.value.payload,
      log: log.child({ job: job.name, message_id }),
    });
    await outbox.markDone(message_id);
    return "done";
  } catch (error) {
    const reason = reasonOf(error);
    const attempts = await outbox.markFailed(message_id, reason);
    const permanent =
      error instanceof PermanentFailure || attempts >= (registered.definition.attempts ?? DEFAULT_ATTEMPTS);
    log[permanent ? "error" : "warn"](
      { job: job.name, message_id, attempts, reason },
      permanent ? "job is dead" : "job failed, will be tried again",
    );
    if (!permanent) throw new Error(reason);
    await outbox.deadLetter({ id: message_id, job: job.name, reason });
    throw new UnrecoverableError(reason);
  }
}

/** A workflow hands over the errors of its steps as plain copies: name and message, no class. */
function reasonOf(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  const inner = (error as { error?: unknown } | null)?.error ?? error;
  const message = (inner as { message?: unknown } | null)?.message;
  return typeof message === "string" ? message : JSON.stringify(inner);
}
