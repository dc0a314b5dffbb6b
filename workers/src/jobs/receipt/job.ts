import type { JobDefinition } from "../../job";

export const job: JobDefinition<"receipt"> = { name: "receipt" };
