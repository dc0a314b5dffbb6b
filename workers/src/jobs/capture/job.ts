import type { JobDefinition } from "../../job";

export const job: JobDefinition<"capture"> = { name: "capture" };
