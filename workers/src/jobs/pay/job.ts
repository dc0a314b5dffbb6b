import type { JobDefinition } from "../../job";

export const job: JobDefinition<"pay"> = { name: "pay" };
