import type { JobDefinition } from "../../job";

export const job: JobDefinition<"transfer-paid"> = { name: "transfer-paid" };
