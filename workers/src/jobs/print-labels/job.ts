import type { JobDefinition } from "../../job";

export const job: JobDefinition<"print-labels"> = { name: "print-labels" };
