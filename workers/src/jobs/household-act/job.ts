import type { JobDefinition } from "../../job";

export const job: JobDefinition<"household-act"> = { name: "household-act" };
