import type { JobDefinition } from "../../job";

export const job: JobDefinition<"plan-parcels"> = { name: "plan-parcels" };
