import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";

/** Jin (or pieces) that one press adds or takes. */
export const STEPS = [10, 1] as const;
/** More than this nobody carries to a scale. */
export const MOST = 20_000;

/**
 * How much somebody brings, in jin, by large buttons and without script: each press is the form sent again, with the amount
 * that was typed.
 */
export function Stepper({
  pool,
  amount,
  unit,
  idempotency_key,
}: {
  pool: string;
  amount: number;
  unit: "g" | "piece";
  idempotency_key: string;
}) {
  const t = useTranslations("handOver");
  const f = useFormats();
  return (
    <form method="post" className="stack" noValidate>
      <input type="hidden" name="pool" value={pool} />
      <input type="hidden" name="idempotency_key" value={idempotency_key} />
      <div className="field">
        <label htmlFor="amount">{t(unit === "piece" ? "pieces" : "amount")}</label>
        <input id="amount" name="amount" inputMode="numeric" autoComplete="off" defaultValue={amount} />
      </div>
      {unit === "piece" ? null : <p>{t("kilos", { amount: f.weight(amount * 500) })}</p>}
      <div className="steps">
        {STEPS.map((step) => (
          <button className="button second" name="step" value={-step} key={-step}>
            {t("less", { step })}
          </button>
        ))}
        {[...STEPS].reverse().map((step) => (
          <button className="button second" name="step" value={step} key={step}>
            {t("more", { step })}
          </button>
        ))}
      </div>
      <button className="button">{t("declare")}</button>
    </form>
  );
}
