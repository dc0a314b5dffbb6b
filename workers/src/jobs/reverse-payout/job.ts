import type { JobDefinition } from "../../job";

export const job: JobDefinition<"reverse-payout"> = { name: "reverse-payout" };
