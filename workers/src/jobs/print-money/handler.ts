import path from "node:path";
import type { MedusaContainer } from "@medusajs/framework/types";
import { readEnv } from "../../../../backend/src/env";
import { killPoint } from "../../../../backend/src/lib/kill-point";
import type { MoneyPaper } from "../../../../backend/src/modules/settlement/money-papers";
import type SettlementService from "../../../../backend/src/modules/settlement/service";
import { readCash } from "../../../../backend/src/lib/money-facts/cash";
import { readStatements } from "../../../../backend/src/lib/money-facts/statements";
import { readTotals } from "../../../../backend/src/lib/money-facts/totals";
import { PermanentFailure, type JobHandler } from "../../job";
import { renderInChild } from "../../print/in-child";
import type { MoneySheet } from "./paper";
import type { PrintedStatement } from "./statement-sheet";

/**
 * Prints one paper about money. The file is whole or not there; a job that dies after writing it writes it again under the
 * same name, from what is true then.
 */
export const handle: JobHandler<"print-money"> = async ({ container, message_id, payload: { paper_id }, log }) => {
  const settlement: SettlementService = container.resolve("settlement");
  const paper = await settlement.papers.paper(paper_id);
  if (!paper) throw new PermanentFailure(`There is no paper ${paper_id}.`);
  if (paper.state === "printed") return;
  const as_of = new Date();
  const file = path.join("money-papers", `${paper.id}.pdf`);
  const sheet = await sheetOf(container, paper, path.resolve(readEnv().FILES_DIR, file));
  let noted = Promise.resolve();
  const { pages, sha256 } = await renderInChild("print-money", sheet, (drawn) => {
    noted = noted
      .then(() => settlement.papers.progress(paper.id, drawn))
      .catch((error: unknown) => {
        log.warn({ paper_id, error: String(error) }, "progress was not noted");
      });
  });
  await noted;
  killPoint("after_money_paper_before_commit");
  await settlement.papers.recordPrinted({ message_id, paper_id, file, pages, sha256, as_of });
  log.info({ paper_id, kind: paper.kind, pages }, "paper printed");
};

async function sheetOf(container: MedusaContainer, paper: MoneyPaper, file: string): Promise<MoneySheet> {
  const { language, cooperative_id } = paper;
  const any = { file, made_at: paper.created_at.toISOString(), language };
  switch (paper.kind) {
    case "statement":
    case "statement_large":
    case "statements":
    case "statements_large": {
      const statements = await statementsOf(container, paper);
      return { ...any, kind: "statements", title: "结算单", large: paper.kind.endsWith("large"), statements };
    }
    case "remittance":
    case "remittances": {
      const settlement: SettlementService = container.resolve("settlement");
      const { payout_ids } = await settlement.papers.subjects(paper);
      const statements = await statementsOf(container, paper);
      return { ...any, kind: "remittances", title: "付款通知单", statements, payout_ids };
    }
    case "cash_sheet": {
      const { batch, lines } = await readCash(container, paper.batch_id ?? "", cooperative_id);
      // A sheet that leaves somebody out would be signed as if it were whole.
      if (lines.length !== batch.payouts)
        throw new PermanentFailure(`Batch ${batch.number} is too long for one sheet.`);
      // Agents are paid by the bank alone: a batch by cash is of a period.
      if (batch.period_id === null) throw new PermanentFailure(`Batch ${batch.number} is of no period.`);
      const totals = await readTotals(container, batch.period_id, cooperative_id);
      const sheet = {
        number: batch.number,
        cooperative: totals.cooperative,
        period: totals.period.words,
        approved_on: batch.execution_date,
        currency: batch.currency,
        rows: lines
          .filter((line) => line.state !== "carried")
          .map(({ card_number, household_name: name, amount_minor }) => ({ card_number, name, amount_minor })),
      };
      return { ...any, kind: "cash_sheet", title: `现金发放表 ${batch.number}`, sheet };
    }
    case "totals": {
      const { cooperative, period, whole, villages } = await readTotals(
        container,
        paper.period_id ?? "",
        cooperative_id,
      );
      const parts = villages.map(({ name, totals }) => ({ name, totals }));
      const one = villages.filter((village) => village.village_id === paper.village_id);
      const shown = paper.village_id === null ? [{ name: null, totals: whole }, ...parts] : one;
      return {
        ...any,
        kind: "totals",
        title: "结算汇总",
        totals: { cooperative, period: period.words, parts: shown.map(({ name, totals }) => ({ name, totals })) },
      };
    }
  }
}

async function statementsOf(container: MedusaContainer, paper: MoneyPaper): Promise<PrintedStatement[]> {
  const settlement: SettlementService = container.resolve("settlement");
  const { statement_ids } = await settlement.papers.subjects(paper);
  const { cooperative_id, language } = paper;
  const shop = `${readEnv().STOREFRONT_URL.replace(/\/$/, "")}/${language}/villages`;
  return (await readStatements(container, { statement_ids, cooperative_id })).map((statement) => ({
    ...statement,
    payouts: statement.payouts.map((payout) => ({ ...payout, at: payout.at.toISOString() })),
    check_url: `${shop}/${statement.village?.handle ?? ""}/money`,
  }));
}
