import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Plans } from "./data.server";

export interface PlansNowView {
  readonly writing: Plans["writing"];
  readonly refused: readonly (Plans["refused"][number] & { readonly why: string })[];
}

/** Orders that are on their way to becoming parcels, in words and as a bar; and those that can't, with what to do. */
export function PlansNow({ plans, here }: { plans: PlansNowView; here: string }) {
  const t = useTranslations("planning");
  const f = useFormats();
  const path = usePath();
  if (plans.writing.length + plans.refused.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="plans-now">
      <h2 id="plans-now">{t("title")}</h2>
      <ul className="plain stack">
        {plans.refused.map((one) => (
          <li key={one.order_id} className="panel stack-s">
            <p>
              <span className="tag warn">
                <span aria-hidden="true">! </span>
                {t("refused")}
              </span>{" "}
              <strong>{one.display_id === null ? one.order_id : `#${one.display_id}`}</strong> · {f.time(one.at)}
            </p>
            <p>{one.why}</p>
            <p className="small muted" lang="en">
              {one.sentence}
            </p>
            {one.asked_again ? <p role="status">{t("asked")}</p> : <Again order_id={one.order_id} />}
          </li>
        ))}
        {plans.writing.map((one) => (
          <li key={one.order_id} className="panel stack-s">
            <p id={`plan-${one.order_id}`}>
              <span aria-hidden="true">{one.stuck ? "! " : "◔ "}</span>
              {t("writing", {
                order: one.display_id === null ? one.order_id : `#${one.display_id}`,
                written: f.number(one.written),
                parcels: f.number(one.parcels),
              })}
            </p>
            <progress
              className="plan-progress"
              max={one.parcels}
              value={one.written}
              aria-labelledby={`plan-${one.order_id}`}
            />
            {one.stuck ? (
              <>
                <p>{t("stuck")}</p>
                <Again order_id={one.order_id} />
              </>
            ) : null}
          </li>
        ))}
      </ul>
      {plans.writing.length === 0 ? null : (
        <p>
          <a className="button second" href={`/${path}/${here}`}>
            {t("look")}
          </a>
        </p>
      )}
    </section>
  );
}

function Again({ order_id }: { order_id: string }) {
  const t = useTranslations("planning");
  const path = usePath();
  return (
    <form method="post" action={`/${path}/desk/parcels`}>
      <input type="hidden" name="plan_again" value={order_id} />
      <button className="button">{t("again")}</button>
    </form>
  );
}
