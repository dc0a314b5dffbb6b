import type { JobDefinition } from "../../job";

export const job: JobDefinition<"ship"> = { name: "ship" };
