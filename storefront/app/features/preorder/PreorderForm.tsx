import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Product } from "../produce/data.server";
import { Input, Select, type Problem } from "../ui/Field";
import { MOST_PACKS } from "./most";

type Wanted = Pick<Product, "handle" | "packs" | "unit" | "coming" | "preordered_units">;

/** What is expected and who waits for it, in plain words; then which packs, how many, and where to write. A plain form. */
export function PreorderForm({
  product,
  own = null,
  problems,
  typed = {},
}: {
  product: Wanted;
  /** The proven address of who is signed in. */
  own?: string | null;
  problems?: readonly Problem[] | undefined;
  typed?: Record<string, string>;
}) {
  const t = useTranslations("preorder");
  const f = useFormats();
  const path = usePath();
  const { coming } = product;
  return (
    <form method="post" action={`/${path}/preorder/${product.handle}`} className="stack-s" noValidate>
      <p>{t("how")}</p>
      {coming ? <Queue {...product} coming={coming} before_units={product.preordered_units} /> : null}
      {product.packs.length === 1 ? (
        <>
          <input type="hidden" name="variant_id" value={product.packs[0]?.variant_id} />
          <p>{product.packs[0] ? packName(product.packs[0]) : ""}</p>
        </>
      ) : (
        <Select name="variant_id" label={t("pack")} defaultValue={typed.variant_id} problems={problems}>
          {product.packs.map((pack) => (
            <option key={pack.variant_id} value={pack.variant_id}>
              {packName(pack)}
            </option>
          ))}
        </Select>
      )}
      <Input
        name="packs"
        label={t("packs")}
        type="number"
        inputMode="numeric"
        min={1}
        max={MOST_PACKS}
        step={1}
        defaultValue={typed.packs ?? "1"}
        problems={problems}
        required
      />
      {own === null ? (
        <Input
          name="write_to"
          label={t("writeTo")}
          type="email"
          autoComplete="email"
          maxLength={200}
          defaultValue={typed.write_to ?? ""}
          problems={problems}
          required
        />
      ) : (
        <p>{t("own", { email: own })}</p>
      )}
      <button className="button">{t("ask")}</button>
    </form>
  );

  function packName(pack: Wanted["packs"][number]): string {
    return t("packToday", { pack: pack.title[path], price: f.money(pack.price_minor, pack.currency) });
  }
}

/** "12 kg are asked for before you, of about 60 kg that 14 households expect". */
export function Queue({
  coming,
  unit,
  before_units,
}: {
  coming: NonNullable<Product["coming"]>;
  unit: Product["unit"];
  before_units: number;
}) {
  const t = useTranslations("preorder");
  const f = useFormats();
  const { households, expected_units } = coming;
  const dates = f.dates(coming.from, coming.to);
  return (
    <>
      <p>
        {expected_units === null
          ? t("expectedDays", { dates, households })
          : t("expected", { dates, households, amount: f.units(Math.round(expected_units), unit) })}
      </p>
      <p>{before_units === 0 ? t("nobodyBefore") : t("before", { amount: f.units(before_units, unit) })}</p>
    </>
  );
}
