import type { JobDefinition } from "../../job";

export const job: JobDefinition<"read-addressees"> = { name: "read-addressees" };
