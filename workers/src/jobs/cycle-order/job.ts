import type { JobDefinition } from "../../job";

export const job: JobDefinition<"cycle-order"> = { name: "cycle-order" };
