import type { JobDefinition } from "../../job";

export const job: JobDefinition<"take-out"> = { name: "take-out" };
