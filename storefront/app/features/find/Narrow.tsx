import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Asked } from "./asked";
import type { Counted, find } from "./data.server";

type Facets = Awaited<ReturnType<typeof find>>["facets"];

/** By what a search is narrowed: a plain form, each choice with how many it leaves. Choices that leave nothing are not offered. */
export function Narrow({ asked, facets }: { asked: Asked; facets: Facets }) {
  const t = useTranslations("find");
  const f = useFormats();
  const path = usePath();
  const yuan = (minor: number) => f.number(minor / 100);
  const choices = (all: readonly Counted[]) => all.map((one) => ({ ...one, label: one.name[path] }));
  const prices = facets.price
    .filter(({ count, value }) => count > 0 || value === asked.price)
    .map((one) => ({
      ...one,
      label:
        one.from === null
          ? t("below", { to: yuan(one.to ?? 0) })
          : one.to === null
            ? t("above", { from: yuan(one.from) })
            : t("between", { from: yuan(one.from), to: yuan(one.to) }),
    }));
  return (
    <form className="narrow-by" action={`/${path}/search`}>
      {asked.q === undefined ? null : <input type="hidden" name="q" value={asked.q} />}
      <Choice name="region" label={t("region")} any={t("any")} chosen={asked.region} all={choices(facets.region)} />
      <Choice name="produce" label={t("produce")} any={t("any")} chosen={asked.produce} all={choices(facets.produce)} />
      <Choice name="grade" label={t("grade")} any={t("any")} chosen={asked.grade} all={choices(facets.grade)} />
      <Choice name="price" label={t("price")} any={t("any")} chosen={asked.price} all={prices} />
      <div className="ticks">
        <Tick name="in_stock" on={asked.in_stock}>
          {t("inStock")}
        </Tick>
        <Tick name="season" on={asked.season}>
          {t("season")}
        </Tick>
        <Tick name="certified" on={asked.certified}>
          {t("certified")}
        </Tick>
      </div>
      <button className="button second" type="submit">
        {t("apply")}
      </button>
    </form>
  );
}

function Choice({
  name,
  label,
  any,
  chosen = "",
  all,
}: {
  name: string;
  label: string;
  any: string;
  chosen?: string | undefined;
  all: readonly { value: string; label: string; count: number }[];
}) {
  const t = useTranslations("find");
  if (all.length === 0 && chosen === "") return null;
  return (
    <label>
      <span>{label}</span>
      <select name={name} defaultValue={chosen}>
        <option value="">{any}</option>
        {all.map((one) => (
          <option key={one.value} value={one.value}>
            {t("option", { label: one.label, count: one.count })}
          </option>
        ))}
        {chosen === "" || all.some((one) => one.value === chosen) ? null : <option value={chosen}>{chosen}</option>}
      </select>
    </label>
  );
}

function Tick({ name, on, children }: { name: string; on: string | undefined; children: ReactNode }) {
  return (
    <label className="tick">
      <input type="checkbox" name={name} value="1" defaultChecked={on === "1"} />
      {children}
    </label>
  );
}
