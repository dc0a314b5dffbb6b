import type { JobDefinition } from "../../job";

export const job: JobDefinition<"bank-file"> = { name: "bank-file" };
