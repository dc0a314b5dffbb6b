import type { JobDefinition } from "../../job";

export const job: JobDefinition<"transfer-mail"> = { name: "transfer-mail" };
