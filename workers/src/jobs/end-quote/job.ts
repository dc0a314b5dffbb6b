import type { JobDefinition } from "../../job";

export const job: JobDefinition<"end-quote"> = { name: "end-quote" };
