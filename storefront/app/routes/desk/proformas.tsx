import { useTranslations } from "use-intl";
import { BankNav } from "../../features/bank/BankNav";
import { deskProformasSchema } from "../../features/transfer/data.server";
import { isOpenDebt, ProformaTag } from "../../features/transfer/Parts";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/proformas";

/** What companies are to transfer to the cooperative: those that wait, or all. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const all = query.has("all");
  const found = await desk.read("/desk/proformas", deskProformasSchema, {
    ...(all ? {} : { state: "open" }),
    cursor: query.get("before") ?? undefined,
  });
  return { ...found, all, title: say(path)("transfer.deskProformas") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function DeskProformasPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("transfer");
  const f = useFormats();
  const path = usePath();
  const { proformas, next, all } = loaderData;
  return (
    <div className="stack-l">
      <BankNav here="transfers" />
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <p className="row">
          <a href={`/${path}/desk/transfers`}>{t("deskTitle")}</a>
          <a href={`/${path}/desk/proformas${all ? "" : "?all=1"}`}>{t(all ? "onlyOpen" : "allProformas")}</a>
        </p>
        <List
          label={loaderData.title}
          rows={proformas}
          none={t("noneOpen")}
          older={next === null ? null : `?${all ? "all=1&" : ""}before=${encodeURIComponent(next)}`}
          columns={[
            { head: t("reference"), name: true, of: (one) => one.spelled },
            { head: t("company"), of: (one) => one.company },
            { head: t("quote"), of: (one) => one.quote_number },
            { head: t("debt.kind"), of: (one) => t(`debt.kinds.${one.kind}`) },
            { head: t("state"), of: (one) => <ProformaTag state={one.state} /> },
            { head: t("amount"), num: true, of: (one) => f.money(one.amount_minor, one.currency) },
            {
              head: t("left"),
              num: true,
              of: (one) => (one.state === "open" || isOpenDebt(one) ? f.money(one.left_minor, one.currency) : "–"),
            },
            { head: t("due"), of: (one) => f.timeThere(one.due_at) },
          ]}
        />
      </section>
    </div>
  );
}
