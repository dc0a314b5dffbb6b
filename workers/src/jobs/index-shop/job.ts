import type { JobDefinition } from "../../job";

export const job: JobDefinition<"index-shop"> = { name: "index-shop" };
