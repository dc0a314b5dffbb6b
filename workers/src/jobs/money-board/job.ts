import type { JobDefinition } from "../../job";

export const job: JobDefinition<"money-board"> = { name: "money-board" };
