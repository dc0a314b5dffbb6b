import type { JobDefinition } from "../../job";

export const job: JobDefinition<"print-money"> = { name: "print-money" };
