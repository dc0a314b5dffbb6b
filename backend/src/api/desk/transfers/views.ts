import type { MedusaContainer } from "@medusajs/framework/types";
import type { LineProforma, LineView, StatementView } from "../../../modules/settlement/transfers/lines";
import type { TakenBackView } from "../../../modules/settlement/transfers/taken-back";
import { namesOf } from "../ledger/views";

const proformaView = ({ left_minor, ...one }: LineProforma) => ({ ...one, left_minor: Number(left_minor) });

export async function lineViews(container: MedusaContainer, lines: readonly LineView[]) {
  const names = await namesOf(container, { members: lines.map((line) => line.kept?.by ?? null) });
  return lines.map(({ at_key: _, company_id, kept, ...line }) => ({
    ...line,
    amount_minor: Number(line.amount_minor),
    left_minor: Number(line.left_minor),
    returned_minor: Number(line.returned_minor),
    /** Whose it is, is known: then it can be kept for them. */
    known: company_id !== null,
    kept: kept && { ...kept, by: names.member(kept.by) },
    pays: line.pays.map(proformaView),
    suggestions: line.suggestions.map(proformaView),
    may_pay: line.may_pay.map(proformaView),
  }));
}

export const takenBackView = ({ at_key: _, line, ...one }: TakenBackView) => ({
  ...one,
  amount_minor: Number(one.amount_minor),
  booked_minor: Number(one.booked_minor),
  line: line && { ...line, left_minor: Number(line.left_minor) },
  pays: one.pays.map(proformaView),
});

export async function statementViews(container: MedusaContainer, statements: readonly StatementView[]) {
  const names = await namesOf(container, { members: statements.map((one) => one.read_by) });
  return statements.map(({ at_key: _, read_by, finished_at, ...one }) => ({
    ...one,
    read_by: names.member(read_by),
    /** False: it was cut off, and the same file again goes on. */
    finished: finished_at !== null,
  }));
}
