import type { JobDefinition } from "../../job";

export const job: JobDefinition<"send-invite"> = { name: "send-invite" };
