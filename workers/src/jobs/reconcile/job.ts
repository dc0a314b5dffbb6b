import type { JobDefinition } from "../../job";

export const job: JobDefinition<"reconcile"> = { name: "reconcile" };
