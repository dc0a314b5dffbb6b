import type { JobDefinition } from "../../job";

export const job: JobDefinition<"carrier-event"> = { name: "carrier-event" };
