import type { JobDefinition } from "../../job";

export const job: JobDefinition<"allocate"> = { name: "allocate" };
