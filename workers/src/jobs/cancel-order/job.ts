import type { JobDefinition } from "../../job";

export const job: JobDefinition<"cancel-order"> = { name: "cancel-order" };
