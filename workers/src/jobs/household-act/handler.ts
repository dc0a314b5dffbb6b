import type CooperativeService from "../../../../backend/src/modules/cooperative/service";
import type { JobHandler } from "../../job";

/** What a relative did for a household stands in its log, also when whoever did it died right after. */
export const handle: JobHandler<"household-act"> = async ({ container, message_id, payload }) => {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  await cooperatives.acts.recordOfRelative({ message_id, ...payload });
};
