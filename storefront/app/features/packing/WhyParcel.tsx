import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Why } from "./why";

/** How a parcel's freight came about, and why other parcels to the same place are not one with it. */
export function WhyParcel({ why }: { why: Why }) {
  const t = useTranslations("boxes.why");
  const f = useFormats();
  const path = usePath();
  const money = (minor: number) => f.money(minor, why.currency);
  return (
    <section className="stack">
      <h2>{t("title")}</h2>
      <dl className="facts">
        <dt>{t("freight")}</dt>
        <dd>
          {money(why.freight_minor)}
          <br />
          <span className="muted">{why.freight_words?.[path] ?? t("noWords")}</span>
        </dd>
        <dt>{t("carton")}</dt>
        <dd>
          {why.carton} · {money(why.carton_minor)}
        </dd>
      </dl>
      {why.apart.length === 0 ? (
        <p>{t("alone")}</p>
      ) : (
        <>
          <h3>{t("apart", { count: why.apart.length + why.more })}</h3>
          <ul className="plain stack-s">
            {why.apart.map(({ id, number, reason }) => (
              <li key={id}>
                <a className="line-link" href={`/${path}/desk/parcels/${id}`}>
                  {number}
                </a>
                {t("colon")}
                {reason.why === "cold" || reason.why === "class"
                  ? t(reason.why, { one: reason.one, other: reason.other })
                  : reason.why === "weight"
                    ? t("weight", { weight: f.weight(reason.goods_g) })
                    : reason.why === "volume"
                      ? t("volume", { litres: f.number(Math.round(reason.goods_ml / 100) / 10) })
                      : reason.why === "cost"
                        ? t(reason.together_minor > reason.apart_minor ? "dearer" : "chosen", {
                            together: money(reason.together_minor),
                            apart: money(reason.apart_minor),
                          })
                        : t(reason.why)}
              </li>
            ))}
          </ul>
          {why.more === 0 ? null : <p className="muted">{t("more", { count: why.more })}</p>}
        </>
      )}
    </section>
  );
}
