import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { TextArea, type Problem } from "../ui/Field";
import type { TakenBack } from "./data.server";

/** Money of a buyer that the bank took back: what it was for, what to do, and a form that says what was done. */
export function TakenBackCard({
  one,
  problems,
  typed,
}: {
  one: TakenBack;
  problems?: readonly Problem[] | undefined;
  typed?: string | undefined;
}) {
  const t = useTranslations("transfer.takenBack");
  const f = useFormats();
  const path = usePath();
  const amount = f.money(one.amount_minor, one.currency);
  const payer = one.line?.payer || one.payer || t("nobody");
  const help =
    one.booked_minor > 0 ? "booked" : one.line === null ? "unknown" : one.pays.length > 0 ? "pays" : "unused";
  return (
    <article className="panel stack-s" id={one.id}>
      <h3>
        <span aria-hidden="true">! </span>
        {t("head", { amount, payer, date: f.date(one.booked_on) })}
      </h3>
      <p>{t(`help.${help}`)}</p>
      <dl className="facts">
        <dt>{t("wrote")}</dt>
        <dd className="break">{one.words || "–"}</dd>
        {one.line === null ? null : (
          <>
            <dt>{t("cameOn")}</dt>
            <dd>{f.date(one.line.booked_on)}</dd>
          </>
        )}
        {one.pays.length === 0 ? null : (
          <>
            <dt>{t("lookAt")}</dt>
            <dd>
              {one.pays.map((pays) => (
                <a key={pays.id} href={`/${path}/desk/quotes/${pays.quote_id}`}>
                  {pays.quote_number} · {pays.company}{" "}
                </a>
              ))}
            </dd>
          </>
        )}
      </dl>
      <form method="post" className="stack-s" noValidate>
        <input type="hidden" name="id" value={one.id} />
        <TextArea
          name={`words-${one.id}`}
          label={t("done")}
          hint={t("doneHint")}
          maxLength={500}
          defaultValue={typed}
          problems={problems}
        />
        <p>
          <button className="button" name="act" value="seen">
            {t("close")}
          </button>{" "}
          {help === "pays" ? (
            <button className="button second" name="act" value="reopen">
              {t("reopen")}
            </button>
          ) : null}
        </p>
      </form>
    </article>
  );
}
