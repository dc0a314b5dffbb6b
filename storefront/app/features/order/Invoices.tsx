import { Form } from "react-router";
import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Input, ProblemSummary } from "../ui/Field";
import type { ActSaid } from "./acts.server";
import type { OrderInvoices } from "./invoices.server";

/** Invoices and credit notes of an order, for its buyer; before there are any, the form that asks for them. */
export function Invoices({
  order_id,
  found: { invoices, company, nothing_to_invoice },
  said,
}: {
  order_id: string;
  found: OrderInvoices;
  /** Of the form, where it was refused. */
  said: ActSaid["invoice"];
}) {
  const t = useTranslations("order.invoices");
  const f = useFormats();
  const path = usePath();
  // All of its money goes back: papers that exist stay, and none is asked for any more.
  if (invoices.length === 0 && nothing_to_invoice) return <ProblemSummary problems={said?.problems} />;
  return (
    <section className={invoices.length === 0 ? "panel stack-s on-screen" : "panel stack-s"} id="invoices">
      <h2>{t("title")}</h2>
      {invoices.length === 0 ? (
        <Form method="post" className="stack-s">
          <ProblemSummary problems={said?.problems} />
          <p className="small muted">{t("lead")}</p>
          {company === null ? (
            <>
              <Input
                name="title"
                label={t("to")}
                hint={t("toHint")}
                autoComplete="organization"
                defaultValue={said?.typed.title}
                problems={said?.problems}
              />
              <Input
                name="tax_number"
                label={t("taxNumber")}
                hint={t("taxNumberHint")}
                autoCapitalize="characters"
                defaultValue={said?.typed.tax_number}
                problems={said?.problems}
              />
            </>
          ) : (
            <p>
              {t("toCompany")} <strong>{company.name}</strong> · {company.tax_number}
            </p>
          )}
          <button className="button second" name="act" value="invoice">
            {t("ask")}
          </button>
        </Form>
      ) : (
        <>
          <ul className="plain stack-s">
            {invoices.map((one) => (
              <li key={one.id}>
                <a href={`/${path}/orders/${order_id}/invoices/${one.id}`} download>
                  {t(one.kind, { number: one.number })}
                </a>
                <br />
                <span className="small muted">
                  {one.seller[path]} · {f.money(one.total_minor, one.currency)} · {f.date(one.issued_at)}
                </span>
              </li>
            ))}
          </ul>
          {invoices.length > 1 ? (
            <p>
              <a href={`/${path}/orders/${order_id}/invoices/all`} download>
                {t("together")}
              </a>
            </p>
          ) : null}
        </>
      )}
    </section>
  );
}
