import type { JobDefinition } from "../../job";

export const job: JobDefinition<"sms-reply"> = { name: "sms-reply" };
