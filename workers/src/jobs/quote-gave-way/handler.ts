import type WholesaleService from "../../../../backend/src/modules/wholesale/service";
import type { JobHandler } from "../../job";

/** A quote whose goods went to orders says so. */
export const handle: JobHandler<"quote-gave-way"> = async ({ container, message_id, payload: { quote_id } }) => {
  const { quotes }: WholesaleService = container.resolve("wholesale");
  await quotes.gaveWay({ message_id, quote_id });
};
