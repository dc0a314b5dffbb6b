import type { JobDefinition } from "../../job";

export const job: JobDefinition<"print-cards"> = { name: "print-cards" };
