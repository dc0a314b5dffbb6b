import type { JobDefinition } from "../../job";

export const job: JobDefinition<"quote-mail"> = { name: "quote-mail" };
