import type { JobDefinition } from "../../job";

export const job: JobDefinition<"show-pictures"> = { name: "show-pictures" };
