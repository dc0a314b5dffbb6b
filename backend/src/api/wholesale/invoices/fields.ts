import type { CompanyInvoiceRow } from "../../../lib/company-invoices";

/** A paper as its company is answered: minor units as numbers. */
export function companyInvoiceFields({
  at_key: _,
  net_minor,
  tax_minor,
  total_minor,
  issued_at,
  ...one
}: CompanyInvoiceRow) {
  return {
    ...one,
    net_minor: Number(net_minor),
    tax_minor: Number(tax_minor),
    total_minor: Number(total_minor),
    issued_at: issued_at.toISOString(),
  };
}
