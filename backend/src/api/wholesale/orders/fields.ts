import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import type { CompanyOrderRow } from "../../../lib/company-orders";
import { refuseWith } from "../../../lib/refusal";
import type { Sql } from "../../../lib/sql";

// Orders of a company as it is answered: minor units as numbers.

export const sqlOf = (container: MedusaContainer): Sql => container.resolve(ContainerRegistrationKeys.PG_CONNECTION);

export function companyOrderFields({
  at_key: _,
  created_at,
  total_minor,
  left_minor,
  lies_minor,
  due_at,
  ...one
}: CompanyOrderRow) {
  return {
    ...one,
    created_at: created_at.toISOString(),
    total_minor: Number(total_minor),
    /** What is still to be paid of it; zero: paid. */
    left_minor: Number(left_minor),
    /** Given back of it, and with the cooperative until it is sent or used. */
    lies_minor: Number(lies_minor),
    due_at: due_at?.toISOString() ?? null,
  };
}

export function noOrder(): never {
  return refuseWith("order_not_found", "Your company has no such order.");
}
