import { useTranslations } from "use-intl";
import { StateTag } from "../desk/StateTag";
import { Input, type Problem } from "../ui/Field";
import { useFormats } from "../../lib/formats";
import type { PricePool } from "./data.server";

/** One price pool: its money, and the one thing that can be done with it. */
export function PricePoolPanel({ pool, problems }: { pool: PricePool; problems: readonly Problem[] | undefined }) {
  const t = useTranslations("pricePools");
  const f = useFormats();
  const money = (amount: number) => f.money(amount, pool.currency);
  return (
    <li className="panel stack-s">
      <p className="row between">
        <strong>{pool.name}</strong>
        <StateTag state={pool.state === "closed" ? "done" : "open"} word={t(`states.${pool.state}`)} />
      </p>
      <p>
        {f.dates(pool.from, pool.to)} · {t("closings", { count: pool.revision })}
      </p>
      <dl className="facts">
        <dt>{t("waiting")}</dt>
        <dd>{money(pool.waiting_minor)}</dd>
        <dt>{t("shared")}</dt>
        <dd>{money(pool.shared_minor)}</dd>
        <dt>{t("advanced")}</dt>
        <dd>
          {money(pool.advanced_minor)} ({f.percent(pool.advance_bp, 10_000)})
        </dd>
      </dl>
      {pool.state === "open" ? (
        <form method="post" className="stack-s">
          <input type="hidden" name="act" value="close" />
          <input type="hidden" name="id" value={pool.id} />
          <p className="muted">{t("closeHint")}</p>
          <button className="button second" aria-label={`${t("close")}: ${pool.name}`}>
            {t("close")}
          </button>
        </form>
      ) : (
        <details open={problems !== undefined || pool.waiting_minor !== 0}>
          <summary>{t("reopen")}</summary>
          <form method="post" className="stack-s" noValidate>
            <input type="hidden" name="act" value="reopen" />
            <input type="hidden" name="id" value={pool.id} />
            {pool.waiting_minor === 0 ? null : <p className="note">{t("late")}</p>}
            <Input name={`reason:${pool.id}`} label={t("reason")} required maxLength={300} problems={problems} />
            <button className="button second">{t("reopen")}</button>
          </form>
        </details>
      )}
    </li>
  );
}
