import type { JobDefinition } from "../../job";

export const job: JobDefinition<"correction-notice"> = { name: "correction-notice" };
