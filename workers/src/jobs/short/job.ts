import type { JobDefinition } from "../../job";

export const job: JobDefinition<"short"> = { name: "short" };
