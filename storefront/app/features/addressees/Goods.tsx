import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Select, type Problem } from "../ui/Field";
import type { OpenName, SheetGoods } from "./data.server";

/** Names of packs that nobody knows the packs of: chosen once, for all lines that have them. */
export function Names({ names, problems }: { names: readonly OpenName[]; problems: readonly Problem[] | undefined }) {
  const t = useTranslations("addressees");
  const path = usePath();
  const choosable = names.filter(({ choices }) => choices.length > 0);
  return (
    <section className="stack" id="names">
      <h2>{t("namesTitle")}</h2>
      <p>{t("namesLead")}</p>
      {names
        .filter(({ choices }) => choices.length === 0)
        .map(({ name }) => (
          <p key={name} className="note warn">
            {t("nameNone", { name })}
          </p>
        ))}
      {choosable.length === 0 ? null : (
        <form method="post" className="stack" noValidate>
          {choosable.map(({ name, choices }, at) => (
            <div key={name}>
              <input type="hidden" name="pack-name" value={name} />
              <Select name={`pack-of:${at}`} label={t("nameMeans", { name })} problems={problems} defaultValue="">
                <option value="">{t("nameOpen")}</option>
                {choices.map((one) => (
                  <option key={one.variant_id} value={one.variant_id}>
                    {`${one.title[path]} ${one.pack[path]}`}
                  </option>
                ))}
              </Select>
            </div>
          ))}
          <p>
            <button className="button" name="intent" value="names">
              {t("sayNames")}
            </button>
          </p>
        </form>
      )}
    </section>
  );
}

/** What all addressees get together, pack by pack. */
export function GoodsTable({ goods }: { goods: readonly SheetGoods[] }) {
  const t = useTranslations("addressees");
  const f = useFormats();
  const path = usePath();
  return (
    <table className="words">
      <caption>{t("goodsTitle")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("goodsPack")}</th>
          <th scope="col" className="num">
            {t("packs")}
          </th>
        </tr>
      </thead>
      <tbody>
        {goods.map(({ variant_id, packs, title, pack }) => (
          <tr key={variant_id}>
            <th scope="row">{title && pack ? `${title[path]} ${pack[path]}` : t("packGone")}</th>
            <td className="num">{f.number(packs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
