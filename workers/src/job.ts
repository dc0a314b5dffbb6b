import type { JobName, JobPayload } from "@commonlot/domain";
import type { MedusaContainer } from "@medusajs/framework/types";
import type { Logger } from "pino";

/** What a handler gets. `message_id` is the outbox row: services claim it in the transaction of their effect. */
export interface JobContext<N extends JobName = JobName> {
  container: MedusaContainer;
  message_id: string;
  payload: JobPayload<N>;
  log: Logger;
}

/** How a job runs. Cheap to import; the handler beside it is the heavy part. */
export interface JobDefinition<N extends JobName = JobName> {
  name: N;
  /** Attempts before the message is dead; 20 when left out: with the backoff that is about half an hour. */
  attempts?: number;
}

export type JobHandler<N extends JobName = JobName> = (context: JobContext<N>) => Promise<void>;

/** A failure that trying again can't mend: the message goes to the dead letters at once, with this sentence. */
export class PermanentFailure extends Error {
  override name = "PermanentFailure";
}
