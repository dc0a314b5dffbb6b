import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { List } from "../ui/List";
import { BeforeAfter } from "./BeforeAfter";
import type { Short } from "./data.server";

/** Before and after: each household, each buyer, the parcels. */
export function ShortPreview({ preview, claim }: { preview: NonNullable<Short["preview"]>; claim: Short["claim"] }) {
  const t = useTranslations("short");
  const policies = useTranslations("shortPolicy.names");
  const f = useFormats();
  const path = usePath();
  const { households, buyers, parcels, unit, currency } = preview;
  const money = (minor: number | null) => (minor === null || currency === null ? "" : f.money(minor, currency));
  const order = (one: { display_id: number | null; order_id: string }) =>
    one.display_id === null ? one.order_id : `#${one.display_id}`;
  return (
    <div className="stack-l">
      {claim === null ? null : (
        <p className="note">
          <a href={`/${path}/desk/claims/${claim.id}`}>{t("ofClaim", { number: claim.number })}</a>{" "}
          {(claim.carrier_minor ?? 0) > 0 && !claim.answered && claim.state === "done" && currency !== null
            ? t("borneWaits", { amount: f.moneyInWords(claim.carrier_minor ?? 0, currency) })
            : t("borneClaim")}
        </p>
      )}
      {claim === null && preview.borne_minor > 0 && currency !== null ? (
        <p className="note">{t("borne", { amount: f.moneyInWords(preview.borne_minor, currency) })}</p>
      ) : null}
      {preview.quotes_units > 0 ? (
        <p className="note warn">{t("fromQuotes", { units: f.units(preview.quotes_units, unit) })}</p>
      ) : null}
      <section className="stack">
        <h2>{t("households")}</h2>
        {households.length === 0 ? null : (
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
        )}
        <List
          label={t("households")}
          rows={households.map((one) => ({ ...one, id: one.household_id }))}
          none={t("noHouseholds")}
          columns={[
            {
              head: t("household"),
              name: true,
              of: (one) => [one.name, one.card_number].filter(Boolean).join(" "),
            },
            { head: t("before"), num: true, of: (one) => f.units(one.units_before, unit) },
            { head: t("after"), num: true, of: (one) => f.units(one.units_after, unit) },
            { head: t("paidBefore"), num: true, of: (one) => money(one.minor_before) },
            { head: t("paidAfter"), num: true, of: (one) => money(one.minor_after) },
          ]}
        />
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
                  <th scope="col">{t("rule")}</th>
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
                    <td>
                      {one.rule === null ? "" : t(`rules.${one.rule.by}`, { policy: policies(one.rule.policy) })}
                      {one.rule?.by === "entry" && one.rule.choice !== null ? (
                        <div>{t("hadChosen", { choice: t(`choices.${one.rule.choice}`) })}</div>
                      ) : null}
                    </td>
                    <td className="num">{money(one.refund_minor)}</td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row" colSpan={5}>
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
          <List
            label={t("parcels")}
            rows={parcels.map((one) => ({ ...one, id: one.order_id }))}
            none=""
            columns={[
              { head: t("order"), name: true, of: order },
              { head: t("before"), num: true, of: (one) => t("boxes", { count: one.before }) },
              { head: t("after"), num: true, of: (one) => t("boxes", { count: one.after }) },
            ]}
          />
        </section>
      )}
    </div>
  );
}
