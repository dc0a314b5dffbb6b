import type { JobDefinition } from "../../job";

export const job: JobDefinition<"fulfil"> = { name: "fulfil" };
