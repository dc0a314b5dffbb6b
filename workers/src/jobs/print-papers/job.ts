import type { JobDefinition } from "../../job";

export const job: JobDefinition<"print-papers"> = { name: "print-papers" };
