import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type SettlementService from "../../../modules/settlement/service";
import { cooperativeNames } from "../quotes/fields";
import { buyerOf } from "../quotes/scope";
import { proformaFields } from "./fields";
import type { ProformasQuery } from "./validators";

const PAGE = 50;

/** What the company is to transfer and has transferred, newest first, and what of its money lies unused at which cooperative. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { company_id } = await buyerOf(req);
  const query = req.validatedQuery as ProformasQuery;
  const { proformas, transfers }: SettlementService = req.scope.resolve("settlement");
  const states = query.state === undefined ? null : [query.state];
  const [found, credit] = await Promise.all([
    proformas.list({ company_id }, { states, cursor: query.cursor, limit: PAGE }),
    transfers.creditOf(company_id),
  ]);
  const names = await cooperativeNames(req.scope, [...found, ...credit]);
  res.json({
    proformas: found.map((one) => ({ ...proformaFields(one), cooperative: names(one.cooperative_id) })),
    credit: credit.map(({ cooperative_id, currency, left_minor }) => ({
      cooperative: names(cooperative_id),
      currency,
      left_minor: Number(left_minor),
    })),
    next: nextCursor(found, PAGE),
  });
}
