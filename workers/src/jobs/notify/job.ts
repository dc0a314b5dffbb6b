import type { JobDefinition } from "../../job";

export const job: JobDefinition<"notify"> = { name: "notify" };
