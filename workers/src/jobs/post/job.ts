import type { JobDefinition } from "../../job";

export const job: JobDefinition<"post"> = { name: "post" };
