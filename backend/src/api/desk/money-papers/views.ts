import type { MoneyPaper } from "../../../modules/settlement/money-papers";

export function moneyPaperFields(paper: MoneyPaper) {
  return {
    id: paper.id,
    kind: paper.kind,
    language: paper.language,
    statement_id: paper.statement_id,
    payout_id: paper.payout_id,
    batch_id: paper.batch_id,
    period_id: paper.period_id,
    state: paper.state,
    pages_done: paper.pages_done,
    pages: paper.pages,
    part: paper.part,
    parts: paper.parts,
    asked_at: paper.created_at.toISOString(),
  };
}
