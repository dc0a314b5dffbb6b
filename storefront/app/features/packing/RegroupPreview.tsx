import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { CompareChart } from "../ui/CompareChart";
import { List } from "../ui/List";
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
      <List
        label={words}
        rows={rows.map((part, index) => ({ ...part, id: `${part.when}${index}` }))}
        none={t("newParcel")}
        columns={[
          { head: t("parcel"), name: true, of: (part) => part.number ?? t("newParcel") },
          {
            head: t("holds"),
            of: (part) => part.lines.map((line) => `${line.title} × ${line.packs}`).join(t("comma")),
          },
          {
            head: t("box"),
            of: (part) => `${part.carton} · ${part.carrier} ${part.service}`,
          },
          { head: t("gross"), num: true, of: (part) => f.kg(part.gross_g) },
          { head: t("costOf"), num: true, of: (part) => money(part.cost_minor) },
        ]}
      />
      <p className="note">
        {difference === 0
          ? t("same")
          : t(difference > 0 ? "dearer" : "cheaper", { amount: money(Math.abs(difference)) })}{" "}
        {t("buyerPaid", { amount: money(regroup.freight_minor) })}
      </p>
    </div>
  );
}
