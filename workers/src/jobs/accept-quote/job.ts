import type { JobDefinition } from "../../job";

export const job: JobDefinition<"accept-quote"> = { name: "accept-quote" };
