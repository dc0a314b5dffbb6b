import type { JobDefinition } from "../../job";

export const job: JobDefinition<"claim"> = { name: "claim" };
