import type { JobDefinition } from "../../job";

export const job: JobDefinition<"fetch-labels"> = { name: "fetch-labels" };
