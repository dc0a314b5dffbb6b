import type { JobDefinition } from "../../job";

export const job: JobDefinition<"thanks-notices"> = { name: "thanks-notices" };
