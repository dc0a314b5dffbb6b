import type { MedusaResponse } from "@medusajs/framework/http";
import type { MedusaContainer } from "@medusajs/framework/types";
import { addDays, checkAccountSpan, startOfDay } from "@commonlot/domain";
import { accountPaper, accountSheet, type AccountOnPaper } from "../../../lib/account-paper";
import { accountPdf } from "../../../lib/print/account";
import { valueOf } from "../../../lib/refusal";
import type SettlementService from "../../../modules/settlement/service";
import type { AccountScope } from "../../../modules/settlement/transfers/company-account";
import type { Company } from "../../../modules/wholesale/companies/company-types";
import type { AccountFileQuery } from "../proformas/validators";
import { cooperativeNames } from "../quotes/fields";

/** A statement of account over days of the company's own calendar, as a PDF or a sheet of the same lines. */
export async function sendAccount(
  container: MedusaContainer,
  res: MedusaResponse,
  of: AccountScope,
  company: Pick<Company, "name" | "time_zone" | "currency">,
  query: AccountFileQuery,
): Promise<void> {
  valueOf(checkAccountSpan(query));
  const { receivables }: SettlementService = container.resolve("settlement");
  const { from, to, format, language } = query;
  const now = new Date();
  const accounts = valueOf(
    await receivables.accountOver(of, {
      from: startOfDay(company.time_zone, from),
      to: startOfDay(company.time_zone, addDays(to, 1)),
      now,
      currency: company.currency,
    }),
  );
  const lines = accounts.flatMap((account) => account.lines);
  const names = await cooperativeNames(container, [
    ...lines,
    ...(of.cooperative_id === null ? [] : [{ cooperative_id: of.cooperative_id }]),
  ]);
  const on_paper: AccountOnPaper = { accounts, company, cooperative_id: of.cooperative_id, names, from, to, now };
  res.setHeader("Content-Disposition", `attachment; filename="account-${from}-${to}.${format}"`);
  res.setHeader("Cache-Control", "private, no-store");
  if (format === "csv") {
    res.setHeader("Content-Type", "text/csv; charset=utf-8");
    res.send(accountSheet(on_paper, language));
    return;
  }
  const pdf = await accountPdf(accountPaper(on_paper, language));
  res.setHeader("Content-Type", "application/pdf");
  res.end(pdf);
}
