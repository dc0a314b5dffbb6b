import type { JobDefinition } from "../../job";

export const job: JobDefinition<"agent-mail"> = { name: "agent-mail" };
