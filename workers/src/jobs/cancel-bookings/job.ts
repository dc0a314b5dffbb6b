import type { JobDefinition } from "../../job";

export const job: JobDefinition<"cancel-bookings"> = { name: "cancel-bookings" };
