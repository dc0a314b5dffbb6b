import { freightPaidJournal, taxOfPart, taxParty, type Journal, type Seller } from "@commonlot/domain";
import { row, type Transaction } from "../../../lib/sql";
import { journalOf } from "../ledger";

interface FreightProforma {
  id: string;
  order_id: string | null;
  cooperative_id: string;
  currency: string;
  reference: string;
  amount_minor: bigint;
  paid_minor: bigint;
}

/** What of a freight proforma is paid now, for the books; under the proforma's lock, `paid_minor` being what was paid before. */
export async function freightPaid_(tx: Transaction, proforma: FreightProforma, amount_minor: bigint): Promise<Journal> {
  const found = await row<{ tax: string; seller: Seller }>(
    tx,
    `select f.tax::text as tax, (select l.seller from sale_line l where l.order_id = ? and l.cooperative_id = ? limit 1) as seller
     from (select ask_tax_minor as tax from freight_gap where proforma_id = ? union all
           select tax_minor from freight_gap_agreed where proforma_id = ?) f`,
    [proforma.order_id, proforma.cooperative_id, proforma.id, proforma.id],
  );
  if (!found) throw new Error(`proforma ${proforma.id} asks for no freight that was settled`);
  const { cooperative_id, currency, reference } = proforma;
  const whole = { amount_minor: proforma.amount_minor, tax_minor: BigInt(found.tax) };
  return journalOf(
    freightPaidJournal({
      cooperative_id,
      tax_party: taxParty({ seller: found.seller, cooperative_id }),
      currency,
      amount_minor,
      tax_minor: taxOfPart(whole, proforma.paid_minor, amount_minor),
      memo: `Freight paid ${reference}`,
    }),
  );
}
