import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { QuickPack, QuickProduct } from "./data.server";

/** What a pack costs: one price, or from how many packs on which. What the minimum passes over is left out. */
export function Ladder({ pack }: { pack: Pick<QuickPack, "steps" | "currency" | "minimum_packs"> }) {
  const t = useTranslations("quick");
  const f = useFormats();
  const [first, ...more] = pack.steps;
  if (!first) return <span className="muted">{t("noPrice")}</span>;
  if (more.length === 0) return <>{f.money(first.price_minor, pack.currency)}</>;
  return (
    <ul className="plain">
      {pack.steps.map((step) => (
        <li key={step.from}>
          {t("step", {
            from: Math.max(step.from, pack.minimum_packs),
            price: f.money(step.price_minor, pack.currency),
          })}
        </li>
      ))}
    </ul>
  );
}

/** What can be promised of a product's pool now, and what is expected by which day: said apart, since only the first is a promise. */
export function ToPromise({ product, pack }: { product: QuickProduct; pack: QuickPack }) {
  const t = useTranslations("quick");
  const f = useFormats();
  const packs = Math.floor(product.free_units / pack.units_per_pack);
  const { expected, coming } = product;
  return (
    <div>
      <p>
        {t("freeNow", { packs })} <span className="muted">{f.units(product.free_units, product.unit)}</span>
      </p>
      {expected.length > 0 ? (
        <>
          <p className="small">{t("expected")}</p>
          <ul className="plain small">
            {expected.map((one) => (
              <li key={one.day}>{t("byDay", { day: f.date(one.day), units: f.units(one.units, product.unit) })}</li>
            ))}
          </ul>
        </>
      ) : coming ? (
        <p className="small muted">{t("comingUnsaid", { days: f.dates(coming.from, coming.to) })}</p>
      ) : null}
    </div>
  );
}
