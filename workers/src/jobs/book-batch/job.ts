import type { JobDefinition } from "../../job";

export const job: JobDefinition<"book-batch"> = { name: "book-batch" };
