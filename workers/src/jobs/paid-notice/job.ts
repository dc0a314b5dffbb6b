import type { JobDefinition } from "../../job";

export const job: JobDefinition<"paid-notice"> = { name: "paid-notice" };
