import type { JobDefinition } from "../../job";

export const job: JobDefinition<"order-notice"> = { name: "order-notice" };
