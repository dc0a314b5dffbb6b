import type { JobDefinition } from "../../job";

export const job: JobDefinition<"refit-parcels"> = { name: "refit-parcels" };
