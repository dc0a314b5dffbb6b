import type { JobDefinition } from "../../job";

export const job: JobDefinition<"agreement-mail"> = { name: "agreement-mail" };
