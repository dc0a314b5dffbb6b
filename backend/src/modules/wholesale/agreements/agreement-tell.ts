import type { AgreementMail, AgreementSide } from "@commonlot/domain";
import { row, type Transaction } from "../../../lib/sql";
import { append } from "../../outbox/append";
import { agreementEvent_ } from "./agreement-rows";

/** The side that did not do it. */
export const otherSide = (side: AgreementSide): AgreementSide => (side === "buyer" ? "seller" : "buyer");

/** Told once: in the transaction of what it tells of. */
export async function tellAgreement_(
  tx: Transaction,
  agreement_id: string,
  about: AgreementMail,
  to: AgreementSide | "both",
  of: { quote_id?: string } = {},
): Promise<void> {
  await append(tx, { job: "agreement-mail", payload: { agreement_id, about, to, ...of } });
}

/** What a call-off waits for: said once, however often it is looked at. */
export async function noteWait_(
  tx: Transaction,
  of: { quote_id: string; agreement_id: string; version: number },
  why: "goods" | "price",
): Promise<void> {
  const written = await row(
    tx,
    `insert into agreement_call_off_wait (quote_id, why) values (?, ?) on conflict do nothing returning quote_id`,
    [of.quote_id, why],
  );
  if (!written) return;
  const act = why === "goods" ? "waits" : "price_needed";
  await agreementEvent_(tx, of.agreement_id, { by: "system", person: null, act, version: of.version });
  await tellAgreement_(tx, of.agreement_id, act, why === "goods" ? "both" : "seller", { quote_id: of.quote_id });
}
