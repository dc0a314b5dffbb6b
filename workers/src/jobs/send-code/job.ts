import type { JobDefinition } from "../../job";

export const job: JobDefinition<"send-code"> = { name: "send-code" };
