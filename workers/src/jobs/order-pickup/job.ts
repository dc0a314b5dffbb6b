import type { JobDefinition } from "../../job";

export const job: JobDefinition<"order-pickup"> = { name: "order-pickup" };
