import type { JobDefinition } from "../../job";

export const job: JobDefinition<"erase-buyer"> = { name: "erase-buyer" };
