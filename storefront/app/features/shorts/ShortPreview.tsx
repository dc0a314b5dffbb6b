import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { BeforeAfter } from "./BeforeAfter";
import type { Short } from "./data.server";

/** Before and after: each household, each buyer, the parcels. */
export function ShortPreview({ preview }: { preview: NonNullable<Short["preview"]> }) {
  const t = useTranslations("short");
  const f = useFormats();
  const { households, buyers, parcels, unit, currency } = preview;
  const money = (minor: number | null) => (minor === null || currency === null ? "" : f.money(minor, currency));
  const order = (one: { display_id: number | null; order_id: string }) =>
    one.display_id === null ? one.order_id : `#${one.display_id}`;
  return (
    <div className="stack-l">
      {preview.borne_minor > 0 && currency !== null ? (
        <p className="note">{t("borne", { amount: f.moneyInWords(preview.borne_minor, currency) })}</p>
      ) : null}
      <section className="stack">
        <h2>{t("households")}</h2>
        {households.length === 0 ? <p className="panel">{t("noHouseholds")}</p> : null}
        {households.length === 0 ? null : (
          <>
            <BeforeAfter
              label={t("chart")}
              before={t("before")}
              after={t("after")}
              pairs={households.map((one) => ({
                key: one.household_id,
                label: one.name ?? one.card_number ?? "",
                before: one.units_before,
                after: one.units_after,
              }))}
            />
            <div className="scroll-x" tabIndex={0} role="region" aria-label={t("households")}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{t("household")}</th>
                    <th scope="col" className="num">
                      {t("before")}
                    </th>
                    <th scope="col" className="num">
                      {t("after")}
                    </th>
                    <th scope="col" className="num">
                      {t("paidBefore")}
                    </th>
                    <th scope="col" className="num">
                      {t("paidAfter")}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {households.map((one) => (
                    <tr key={one.household_id}>
                      <th scope="row">{[one.name, one.card_number].filter(Boolean).join(" ")}</th>
                      <td className="num">{f.units(one.units_before, unit)}</td>
                      <td className="num">{f.units(one.units_after, unit)}</td>
                      <td className="num">{money(one.minor_before)}</td>
                      <td className="num">{money(one.minor_after)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        )}
      </section>
      <section className="stack">
        <h2>{t("buyers")}</h2>
        {buyers.length === 0 ? <p className="panel">{t("noBuyers")}</p> : null}
        {buyers.length === 0 ? null : (
          <div className="scroll-x" tabIndex={0} role="region" aria-label={t("buyers")}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t("order")}</th>
                  <th scope="col">{t("goods")}</th>
                  <th scope="col" className="num">
                    {t("before")}
                  </th>
                  <th scope="col" className="num">
                    {t("after")}
                  </th>
                  <th scope="col" className="num">
                    {t("refund")}
                  </th>
                </tr>
              </thead>
              <tbody>
                {buyers.map((one) => (
                  <tr key={`${one.order_id}${one.title}`}>
                    <th scope="row">
                      {order(one)} {one.wholesale ? t("wholesale") : ""}
                    </th>
                    <td>{one.title}</td>
                    <td className="num">{t("packs", { count: one.packs })}</td>
                    <td className="num">
                      {t("packs", { count: one.packs - one.packs_short })}
                      {one.regraded > 0 ? <div>{t("regraded", { count: one.regraded })}</div> : null}
                      {one.packs_asked > 0 ? <div>{t("packsAsked", { count: one.packs_asked })}</div> : null}
                    </td>
                    <td className="num">{money(one.refund_minor)}</td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row" colSpan={4}>
                    {t("refundTotal")}
                  </th>
                  <td className="num">
                    <strong>{money(preview.refund_minor)}</strong>
                  </td>
                </tr>
              </tfoot>
            </table>
          </div>
        )}
      </section>
      {parcels.length === 0 ? null : (
        <section className="stack">
          <h2>{t("parcels")}</h2>
          <p>{t("parcelsWhat")}</p>
          <div className="scroll-x" tabIndex={0} role="region" aria-label={t("parcels")}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t("order")}</th>
                  <th scope="col" className="num">
                    {t("before")}
                  </th>
                  <th scope="col" className="num">
                    {t("after")}
                  </th>
                </tr>
              </thead>
              <tbody>
                {parcels.map((one) => (
                  <tr key={one.order_id}>
                    <th scope="row">{order(one)}</th>
                    <td className="num">{t("boxes", { count: one.before })}</td>
                    <td className="num">{t("boxes", { count: one.after })}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
    </div>
  );
}
