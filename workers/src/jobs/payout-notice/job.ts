import type { JobDefinition } from "../../job";

export const job: JobDefinition<"payout-notice"> = { name: "payout-notice" };
