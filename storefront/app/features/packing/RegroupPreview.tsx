import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { CompareChart } from "../ui/CompareChart";
import type { Regroup } from "./data.server";

/** What parting or joining parcels costs: what stands now, what would stand, and who bears the difference. */
export function RegroupPreview({ regroup }: { regroup: Regroup }) {
  const t = useTranslations("packing.regroup");
  const f = useFormats();
  const money = (minor: number) => f.money(minor, regroup.currency);
  const difference = regroup.cost_after_minor - regroup.cost_before_minor;
  const words = t("cost", { before: money(regroup.cost_before_minor), after: money(regroup.cost_after_minor) });
  const rows = [
    ...regroup.before.map((part) => ({ ...part, when: "before" as const })),
    ...regroup.after.map((part) => ({ ...part, when: "after" as const })),
  ];
  return (
    <div className="stack">
      <CompareChart
        label={words}
        before={t("before")}
        after={t("after")}
        rows={[
          {
            key: "cost",
            name: t("costOf"),
            before: regroup.cost_before_minor,
            after: regroup.cost_after_minor,
            before_text: money(regroup.cost_before_minor),
            after_text: money(regroup.cost_after_minor),
          },
        ]}
      />
      <div className="scroll-x" tabIndex={0} role="region" aria-label={words}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("parcel")}</th>
              <th scope="col">{t("holds")}</th>
              <th scope="col">{t("box")}</th>
              <th scope="col" className="num">
                {t("gross")}
              </th>
              <th scope="col" className="num">
                {t("costOf")}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((part, index) => (
              <tr key={`${part.when}${index}`}>
                <th scope="row">{part.number ?? t("newParcel")}</th>
                <td>{part.lines.map((line) => `${line.title} × ${line.packs}`).join(t("comma"))}</td>
                <td>
                  {part.carton} · {part.carrier} {part.service}
                </td>
                <td className="num">{f.kg(part.gross_g)}</td>
                <td className="num">{money(part.cost_minor)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="note">
        {difference === 0
          ? t("same")
          : t(difference > 0 ? "dearer" : "cheaper", { amount: money(Math.abs(difference)) })}{" "}
        {t("buyerPaid", { amount: money(regroup.freight_minor) })}
      </p>
    </div>
  );
}
