import type { JobDefinition } from "../../job";

export const job: JobDefinition<"quote-gave-way"> = { name: "quote-gave-way" };
