import { useTranslations } from "use-intl";
import { company } from "../../features/company/data.server";
import { proformasSchema } from "../../features/transfer/data.server";
import { isOpenDebt, ProformaTag } from "../../features/transfer/Parts";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/proformas";

export const handle = { plain: true };

/** What the company is to transfer and has transferred. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  return {
    ...(await who.read("/wholesale/proformas", proformasSchema, { cursor })),
    title: say(path)("transfer.title"),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ProformasPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("transfer");
  const f = useFormats();
  const path = usePath();
  const { proformas, credit, next } = loaderData;
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <p>{t("listLead")}</p>
      {credit.map((one, at) => (
        <p key={at} className="note">
          {t("credit", { amount: f.money(one.left_minor, one.currency), cooperative: one.cooperative?.[path] ?? "" })}
        </p>
      ))}
      <List
        label={loaderData.title}
        rows={proformas}
        none={t("none")}
        older={next === null ? null : `?before=${encodeURIComponent(next)}`}
        columns={[
          {
            head: t("number"),
            name: true,
            of: (one) => (
              <a href={`/${path}/wholesale/proformas/${one.id}`}>
                {one.number} · {one.quote_number}
              </a>
            ),
          },
          { head: t("cooperative"), of: (one) => one.cooperative?.[path] ?? "" },
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
  );
}
