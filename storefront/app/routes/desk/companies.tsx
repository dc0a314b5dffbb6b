import { useTranslations } from "use-intl";
import { CompanyTag } from "../../features/company/CompanyTag";
import { toVetSchema } from "../../features/company/data.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/companies";

/** Companies that ask this cooperative to let them in; those that wait, or all. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const all = query.has("all");
  const found = await desk.read("/desk/companies", toVetSchema, {
    ...(all ? {} : { waiting: "true" }),
    cursor: query.get("before") ?? undefined,
  });
  return { ...found, all, title: say(path)("company.vet.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function CompaniesPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("company");
  const f = useFormats();
  const path = usePath();
  const { rows, next, all } = loaderData;
  const older = next === null ? null : `?${all ? "all=1&" : ""}before=${encodeURIComponent(next)}`;
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <p>{t("vet.lead")}</p>
      <p>
        <a href={`/${path}/desk/companies${all ? "" : "?all=1"}`}>{t(all ? "vet.onlyWaiting" : "vet.all")}</a>
      </p>
      <List
        label={loaderData.title}
        rows={rows}
        none={t(all ? "vet.none" : "vet.noneWaiting")}
        older={older}
        columns={[
          {
            head: t("companyName"),
            name: true,
            of: (one) => <a href={`/${path}/desk/companies/${one.id}`}>{one.name}</a>,
          },
          { head: t("vet.state"), of: (one) => <CompanyTag state={one.state} /> },
          { head: t("taxNumber"), of: (one) => `${one.country} ${one.tax_number}` },
          { head: t("papersTitle"), num: true, of: (one) => f.number(one.papers) },
          { head: t("vet.since"), of: (one) => f.date(one.created_at) },
        ]}
      />
    </section>
  );
}
