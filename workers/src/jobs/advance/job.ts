import type { JobDefinition } from "../../job";

export const job: JobDefinition<"advance"> = { name: "advance" };
