import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { FreightGap } from "./data.server";
import type { Side } from "./words";

/** What the freight of an order turned out to be and who bears the difference, in sentences for one side; the buyer may take over what is above the cap. */
export function FreightPanel({
  gap,
  currency,
  me,
  may = false,
}: {
  gap: FreightGap;
  currency: string;
  me: Side;
  may?: boolean;
}) {
  const t = useTranslations("quote.freightGap");
  const f = useFormats();
  const path = usePath();
  const money = (minor: number) => f.money(minor, currency);
  const said = { quoted: money(gap.quoted_minor), planned: money(gap.planned_minor) };
  const taken = gap.agreed_proforma_id !== null;
  const ours = gap.cooperative_minor - (taken ? gap.above_minor : 0);
  const proformas = [gap.proforma_id, gap.agreed_proforma_id].flatMap((id) => id ?? []);
  return (
    <section className="stack" id="freight">
      <h2>{t("title")}</h2>
      <p>{t(gap.settled ? "settled" : "planned", said)}</p>
      {gap.back_minor > 0 ? (
        <p className={gap.settled ? "note good" : ""}>
          {t(`back.${me}`, { amount: money(gap.back_minor) })}{" "}
          {gap.settled ? t(gap.refund_state === "created" ? "refunded" : "refundComes") : null}
        </p>
      ) : null}
      {gap.ask_minor > 0 ? <p>{t(`ask.${me}`, { amount: money(gap.ask_minor) })}</p> : null}
      {ours === 0 ? null : <p>{t(ours > 0 ? "bears" : "keeps", { amount: money(Math.abs(ours)) })}</p>}
      {gap.no_account ? <p>{t(`noAccount.${me}`)}</p> : null}
      {gap.above_minor > 0 ? <p>{t(taken ? "taken" : `above.${me}`, { amount: money(gap.above_minor) })}</p> : null}
      {me === "buyer" && proformas.length > 0 ? (
        <ul className="plain stack-s">
          {proformas.map((id, at) => (
            <li key={id}>
              <a href={`/${path}/wholesale/proformas/${id}`}>
                {t(at === 0 && gap.proforma_id ? "toPay" : "toPayAbove")}
              </a>
            </li>
          ))}
        </ul>
      ) : null}
      {me === "buyer" && may && gap.settled && gap.above_minor > 0 && !taken ? (
        <form method="post">
          <button className="button second" name="intent" value="freight">
            {t("takeOver", { amount: money(gap.above_minor) })}
          </button>
        </form>
      ) : null}
    </section>
  );
}
