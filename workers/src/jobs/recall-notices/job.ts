import type { JobDefinition } from "../../job";

export const job: JobDefinition<"recall-notices"> = { name: "recall-notices" };
