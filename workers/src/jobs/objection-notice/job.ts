import type { JobDefinition } from "../../job";

export const job: JobDefinition<"objection-notice"> = { name: "objection-notice" };
