import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Input, TextArea, type Problem } from "../ui/Field";
import type { TransferLine } from "./data.server";

/** What was sent with a form that could not be taken. */
export interface TypedLine {
  readonly words: string;
  readonly proforma_id: string;
  readonly other: string;
}

/** Money that came: what the bank says of it, why it waits, and what a person can do with what is left. */
export function LineCard({
  line,
  problems,
  typed,
}: {
  line: TransferLine;
  problems?: readonly Problem[] | undefined;
  typed?: TypedLine | undefined;
}) {
  const t = useTranslations("transfer");
  const f = useFormats();
  const path = usePath();
  const money = (minor: number) => f.money(minor, line.currency);
  const waits = line.left_minor > 0;
  return (
    <article className="panel stack-s" id={line.id}>
      <h2>
        <span aria-hidden="true">{waits ? "! " : "✓ "}</span>
        {money(line.amount_minor)} · {line.payer || line.company || t("payerUnknown")}
      </h2>
      {line.why === null ? null : (
        <p>
          <strong>{t(`whys.${line.why}`)}</strong> {t(`help.${line.why}`)}
        </p>
      )}
      <dl className="facts">
        <dt>{t("bookedOn")}</dt>
        <dd>{f.date(line.booked_on)}</dd>
        <dt>{t("wrote")}</dt>
        <dd className="break">{line.words || "–"}</dd>
        {line.company === null ? null : (
          <>
            <dt>{t("company")}</dt>
            <dd>{line.company}</dd>
          </>
        )}
        {line.pays.length === 0 ? null : (
          <>
            <dt>{t("pays")}</dt>
            <dd>
              {line.pays.map((one) => (
                <span key={one.id}>
                  {one.quote_number} · {one.company}{" "}
                </span>
              ))}
            </dd>
          </>
        )}
        {line.returned_minor === 0 ? null : (
          <>
            <dt>{t("returned")}</dt>
            <dd>{money(line.returned_minor)}</dd>
          </>
        )}
        {line.dismissed ? (
          <>
            <dt>{t("state")}</dt>
            <dd>{t("dismissed")}</dd>
          </>
        ) : null}
        {waits ? (
          <>
            <dt>{t("left")}</dt>
            <dd>
              <strong>{money(line.left_minor)}</strong>
            </dd>
          </>
        ) : null}
        {line.kept === null ? null : (
          <>
            <dt>{t("keptFor")}</dt>
            <dd>
              {f.date(line.kept.at)} · {line.kept.by}: {line.kept.words}
            </dd>
          </>
        )}
      </dl>
      {waits ? (
        <details open={problems !== undefined}>
          <summary>{t("decide")}</summary>
          <form method="post" className="stack-s" noValidate>
            <input type="hidden" name="id" value={line.id} />
            {line.may_pay.length === 0 ? null : (
              <fieldset className="stack-s">
                <legend>{t("mayBe")}</legend>
                {line.may_pay.map((one) => (
                  <label key={one.id} className="row">
                    <input
                      type="radio"
                      name="proforma_id"
                      value={one.id}
                      defaultChecked={typed?.proforma_id === one.id}
                    />
                    {one.quote_number} · {one.company} · {one.reference} · {money(one.left_minor)}
                  </label>
                ))}
              </fieldset>
            )}
            <Input
              name={`other-${line.id}`}
              label={t("other")}
              hint={t("otherHint")}
              maxLength={40}
              autoComplete="off"
              defaultValue={typed?.other}
              problems={problems}
            />
            <TextArea
              name={`words-${line.id}`}
              label={t("why")}
              hint={t("whyHint")}
              maxLength={500}
              defaultValue={typed?.words}
              problems={problems}
            />
            <p className="row">
              <button className="button" name="act" value="assign">
                {t("assign")}
              </button>
              {line.known ? (
                <button className="button second" name="act" value="keep">
                  {t("keep")}
                </button>
              ) : null}
              <button className="button second" name="act" value="return">
                {t("giveBack")}
              </button>
              {line.source === "bank" && line.left_minor === line.amount_minor ? (
                <button className="button quiet" name="act" value="dismiss">
                  {t("dismiss")}
                </button>
              ) : null}
            </p>
            <p className="muted small">
              {t("giveBackHint")} <a href={`/${path}/desk/proformas`}>{t("allProformas")}</a>
            </p>
          </form>
        </details>
      ) : null}
    </article>
  );
}
