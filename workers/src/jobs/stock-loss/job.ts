import type { JobDefinition } from "../../job";

export const job: JobDefinition<"stock-loss"> = { name: "stock-loss" };
