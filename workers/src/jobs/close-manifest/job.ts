import type { JobDefinition } from "../../job";

export const job: JobDefinition<"close-manifest"> = { name: "close-manifest" };
