import type { JobDefinition } from "../../job";

export const job: JobDefinition<"book-parcels"> = { name: "book-parcels" };
