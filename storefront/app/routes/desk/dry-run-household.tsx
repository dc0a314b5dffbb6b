import { useTranslations } from "use-intl";
import { dryRunLinesSchema } from "../../features/settlement/data.server";
import { List } from "../../features/ui/List";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/dry-run-household";

export async function loader({ request, params }: Route.LoaderArgs) {
  const desk = await member(request, "desk", pathParam(params));
  const cursor = new URL(request.url).searchParams.get("cursor") ?? undefined;
  const at = `/desk/settlement-periods/${encodeURIComponent(params.id)}/dry-run/${encodeURIComponent(params.household)}`;
  const found = await desk.read(at, dryRunLinesSchema, { cursor });
  return { ...found, period: params.id, id: params.household };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.household?.name ?? ""} · Commonlot` },
];

/** One household's lots and deductions, line by line. */
export default function DryRunHouseholdPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("dryRun");
  const f = useFormats();
  const path = usePath();
  const { household, lines, next, period, id } = loaderData;
  const here = `/${path}/desk/settlement/${period}/dry-run`;
  return (
    <section className="stack">
      <p>
        <a href={here}>{t("backToRun")}</a>
      </p>
      <h1>
        {household?.name} {household?.card_number}
      </h1>
      <List
        label={t("lines")}
        rows={lines}
        none={t("none")}
        more={next === null ? null : `${here}/${id}?cursor=${encodeURIComponent(next)}`}
        columns={[
          {
            head: t("line"),
            name: true,
            of: (line) => line.rule[path],
          },
          { head: t("lot"), of: (line) => line.lot_number ?? "" },
          { head: t("weight"), num: true, of: (line) => (line.grams === null ? "" : f.weight(line.grams)) },
          {
            head: t("ofOrder"),
            of: (line) =>
              line.of_line === null ? null : (
                <details>
                  <summary>{t("orderPaid", { amount: f.money(line.of_line.paid_minor, line.currency) })}</summary>
                  <ul className="plain">
                    {line.of_line.deductions.map((one, index) => (
                      <li key={index}>
                        {one.rule[path]} {f.money(-one.amount_minor, line.currency)}
                      </li>
                    ))}
                  </ul>
                </details>
              ),
          },
          {
            head: t("amount"),
            num: true,
            of: (line) =>
              f.money(
                line.kind === "sale" || line.kind === "brought_forward" ? line.amount_minor : -line.amount_minor,
                line.currency,
              ),
          },
        ]}
      />
    </section>
  );
}
