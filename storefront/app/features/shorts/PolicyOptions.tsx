import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Short } from "./data.server";

type Option = NonNullable<Short["preview"]>["options"][number];

/** What each policy would do about this entry, side by side; another one is taken with a button. */
export function PolicyOptions({ options, currency }: { options: readonly Option[]; currency: string | null }) {
  const t = useTranslations("shortPolicy");
  const f = useFormats();
  const nameOf = ({ policy }: Option) => (policy === "as_chosen" ? t("asChosen") : t(`names.${policy}`));
  return (
    <section className="stack">
      <h2>{t("options")}</h2>
      <p>{t("optionsLead")}</p>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t("options")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("option")}</th>
              <th scope="col" className="num">
                {t("refunded")}
              </th>
              <th scope="col" className="num">
                {t("asked")}
              </th>
              <th scope="col" className="num">
                {t("waiting")}
              </th>
              <th scope="col" className="num">
                {t("refund")}
              </th>
              <th scope="col" className="num">
                {t("parcels")}
              </th>
              <th scope="col">{t("chosen")}</th>
            </tr>
          </thead>
          <tbody>
            {options.map((option) => (
              <tr key={option.policy}>
                <th scope="row">{nameOf(option)}</th>
                <td className="num">{option.packs_refunded}</td>
                <td className="num">{option.packs_asked}</td>
                <td className="num">{option.packs_waiting}</td>
                <td className="num">{currency === null ? "" : f.money(option.refund_minor, currency)}</td>
                <td className="num">{option.parcels}</td>
                <td>
                  {option.chosen ? (
                    <strong>✓ {t("chosen")}</strong>
                  ) : (
                    <form method="post">
                      <input type="hidden" name="policy" value={option.policy} />
                      <button className="button second" name="act" value="preview">
                        {t("choose", { policy: nameOf(option) })}
                      </button>
                    </form>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
