import type { JobDefinition } from "../../job";

export const job: JobDefinition<"hide-pictures"> = { name: "hide-pictures" };
