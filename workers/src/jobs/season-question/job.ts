import type { JobDefinition } from "../../job";

export const job: JobDefinition<"season-question"> = { name: "season-question" };
