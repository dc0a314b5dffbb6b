import type { JobDefinition } from "../../job";

export const job: JobDefinition<"refund"> = { name: "refund" };
