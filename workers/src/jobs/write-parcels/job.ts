import type { JobDefinition } from "../../job";

export const job: JobDefinition<"write-parcels"> = { name: "write-parcels" };
