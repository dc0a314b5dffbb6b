import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { phoneFault } from "../../../lib/phone";
import { RefusalError } from "../../../lib/refusal";

/**
 * An address of the book has a phone that can be dialled, or none, whatever client writes it: Medusa's own routes take any text. One that is
 * only changed may leave its country out; its phone then is read as one at home, or with its country's code.
 */
export function onlyDialled(req: MedusaRequest, _res: MedusaResponse, next: MedusaNextFunction): void {
  const { phone, country_code } = (req.body ?? {}) as { phone?: unknown; country_code?: unknown };
  if (typeof phone === "string") {
    const fault = phoneFault(phone, typeof country_code === "string" ? country_code : undefined);
    if (fault) throw new RefusalError(fault);
  }
  next();
}
