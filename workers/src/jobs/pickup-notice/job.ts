import type { JobDefinition } from "../../job";

export const job: JobDefinition<"pickup-notice"> = { name: "pickup-notice" };
