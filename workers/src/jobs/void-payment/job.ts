import type { JobDefinition } from "../../job";

export const job: JobDefinition<"void-payment"> = { name: "void-payment" };
