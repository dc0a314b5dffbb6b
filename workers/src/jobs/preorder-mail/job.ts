import type { JobDefinition } from "../../job";

export const job: JobDefinition<"preorder-mail"> = { name: "preorder-mail" };
