import type { JobDefinition } from "../../job";

export const job: JobDefinition<"settle"> = { name: "settle" };
