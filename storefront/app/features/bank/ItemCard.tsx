import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Item } from "./data.server";

/** One thing that did not match: what the bank says, what is safe, whose it is and since when. */
export function ItemCard({
  item,
  heading: Heading,
  children,
}: {
  item: Item;
  heading: "h2" | "h3";
  children?: ReactNode;
}) {
  const t = useTranslations("bank");
  const f = useFormats();
  const path = usePath();
  const amount =
    item.amount_minor === null || item.currency === null ? null : f.money(item.amount_minor, item.currency);
  return (
    <article className="panel stack-s">
      <Heading>
        <span aria-hidden="true">{item.closed_at === null ? "! " : "✓ "}</span>
        {t(`items.${item.kind}`)}
      </Heading>
      <p>{t(`itemHelp.${item.kind}`)}</p>
      <dl className="facts">
        {item.household === null ? null : (
          <>
            <dt>{t("household")}</dt>
            <dd>
              <a href={`/${path}/desk/households/${item.household.id}`}>
                {item.household.name} {item.household.card_number}
              </a>
            </dd>
          </>
        )}
        <dt>{t("says")}</dt>
        <dd>
          {t(`facts.${item.fact}`)}
          {amount === null ? null : ` · ${amount}`}
        </dd>
        {item.words === null && item.reason === null ? null : (
          <>
            <dt>{t("why")}</dt>
            <dd>
              {item.words?.[path]} {item.reason}
            </dd>
          </>
        )}
        <dt>{t("reference")}</dt>
        <dd className="break">{item.reference ?? t("noReference")}</dd>
        <dt>{t("from")}</dt>
        <dd>
          <a href={`/${path}/desk/bank-answers/${item.file_id}`}>
            {t("fileLine", { name: item.file_name, line: item.line })}
          </a>
        </dd>
        {item.closed_at === null ? (
          <>
            <dt>{t("owner")}</dt>
            <dd>
              {item.owner} · {t("age", { days: item.age_days })}
            </dd>
          </>
        ) : (
          <>
            <dt>{t("closed")}</dt>
            <dd>
              {f.date(item.closed_at)} ·{" "}
              {item.closed_by === "bank" ? t("closedByBank") : `${item.closed_by}: ${item.close_reason}`}
            </dd>
          </>
        )}
      </dl>
      {children}
    </article>
  );
}
