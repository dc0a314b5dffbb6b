import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { company } from "../../features/company/data.server";
import { companyInvoicesSchema } from "../../features/company/orders.server";
import { again } from "../../features/company/refusals.server";
import { wordsOfOwn } from "../../features/order/invoices.server";
import { spanOf } from "../../features/transfer/span.server";
import { Input, NO_FIELD, ProblemSummary } from "../../features/ui/Field";
import { inWords, text } from "../../features/ui/form.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/invoices";

export const handle = { plain: true };

/** Invoices and credit notes of all the company's orders, for its accountant. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const found = await who.read("/wholesale/invoices", companyInvoicesSchema, { cursor });
  return { found, span: spanOf(request.url, path, found.today), title: say(path)("companyInvoices.title") };
}

/** Has the papers of one order issued. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  const to = `/wholesale/orders/${encodeURIComponent(text(form, "order_id"))}/invoices`;
  const done = await who.call(to, z.unknown(), { body: {} });
  if (done.ok) return redirect(`/${path}/wholesale/invoices`);
  const { refusal } = done;
  const words = wordsOfOwn(path, refusal) ?? inWords(path, refusal);
  return again(form, [{ field: NO_FIELD, text: words }], refusal.status);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function CompanyInvoicesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("companyInvoices");
  const d = useTranslations("transfer.debt");
  const f = useFormats();
  const path = usePath();
  const { found, span, title } = loaderData;
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{title}</h1>
        <ProblemSummary problems={actionData?.problems ?? span.problems} />
        <p>
          {t("lead")} {d("clock", { zone: found.time_zone })}
        </p>
        <List
          label={title}
          rows={found.invoices}
          none={t("none")}
          older={found.next === null ? null : `?before=${encodeURIComponent(found.next)}`}
          columns={[
            {
              head: t("number"),
              name: true,
              of: (one) => (
                <a href={`/${path}/wholesale/invoices/${one.id}`} download>
                  {t(one.kind, { number: one.number })}
                </a>
              ),
            },
            { head: t("day"), of: (one) => f.dateAt(one.issued_at, found.time_zone) },
            { head: t("order"), of: (one) => t("orderNumber", { number: one.order_number }) },
            { head: t("seller"), of: (one) => one.seller[path] },
            { head: t("buyer"), of: (one) => one.buyer ?? t("person") },
            { head: t("tax"), num: true, of: (one) => f.money(signed(one, one.tax_minor), one.currency) },
            { head: t("sum"), num: true, of: (one) => f.money(signed(one, one.total_minor), one.currency) },
          ]}
        />
      </section>
      {found.not_invoiced.length === 0 ? null : (
        <section className="stack">
          <h2>{t("openTitle")}</h2>
          <p>{t("openLead")}</p>
          <ul className="plain stack-s">
            {found.not_invoiced.map((one) => (
              <li key={one.id}>
                <form method="post" className="row">
                  <input type="hidden" name="order_id" value={one.id} />
                  <span>
                    {t("orderNumber", { number: one.number })} · {f.dateAt(one.created_at, found.time_zone)}
                  </span>
                  <button className="button second">
                    {t("issue")} <span className="visually-hidden">{t("orderNumber", { number: one.number })}</span>
                  </button>
                </form>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="stack">
        <h2>{t("sheetTitle")}</h2>
        <form method="get" action={`/${path}/wholesale/invoices/sheet`} className="panel stack-s" noValidate>
          <div className="fields two">
            <Input
              name="from"
              label={d("fromDay")}
              type="date"
              required
              defaultValue={span.from}
              problems={span.problems}
            />
            <Input name="to" label={d("toDay")} type="date" required defaultValue={span.to} problems={span.problems} />
          </div>
          <p>
            <button className="button second" name="format" value="csv">
              {d("asSheet")}
            </button>
          </p>
        </form>
      </section>
    </div>
  );
}

const signed = (one: { kind: "invoice" | "credit_note" }, minor: number): number =>
  one.kind === "invoice" ? minor : -minor;
