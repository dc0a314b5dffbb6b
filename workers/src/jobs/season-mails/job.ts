import type { JobDefinition } from "../../job";

export const job: JobDefinition<"season-mails"> = { name: "season-mails" };
