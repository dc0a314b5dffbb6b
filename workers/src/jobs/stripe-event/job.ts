import type { JobDefinition } from "../../job";

export const job: JobDefinition<"stripe-event"> = { name: "stripe-event" };
