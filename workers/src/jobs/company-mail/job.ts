import type { JobDefinition } from "../../job";

export const job: JobDefinition<"company-mail"> = { name: "company-mail" };
