import type { JobDefinition } from "../../job";

export const job: JobDefinition<"trial"> = { name: "trial" };
