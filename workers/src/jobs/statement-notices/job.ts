import type { JobDefinition } from "../../job";

export const job: JobDefinition<"statement-notices"> = { name: "statement-notices" };
