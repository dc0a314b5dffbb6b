import { Fragment } from "react";
import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { List } from "../ui/List";
import { cameOf } from "./came-of";
import type { CompanyOrder } from "./orders.server";
import { wantedDays } from "./wanted";

/** A company's orders. Who buys opens the order's own page, who looks the quote it came of, which shows how it is on its way. */
export function CompanyOrders({
  found: { orders, next, shown, buys, title },
}: {
  found: {
    readonly orders: readonly CompanyOrder[];
    readonly next: string | null;
    readonly shown: "open" | "done";
    readonly buys: boolean;
    readonly title: string;
  };
}) {
  const t = useTranslations("companyOrders");
  const f = useFormats();
  const path = usePath();
  return (
    <List
      label={title}
      rows={orders}
      none={t(`none.${shown}`)}
      older={next === null ? null : `?${shown === "done" ? "show=done&" : ""}before=${encodeURIComponent(next)}`}
      columns={[
        {
          head: t("number"),
          name: true,
          of: (one) => (
            <a href={buys ? `/${path}/orders/${one.id}` : cameOf(path, one)}>{t("order", { number: one.number })}</a>
          ),
        },
        { head: t("day"), of: (one) => f.date(one.created_at) },
        {
          head: t("wanted"),
          of: (one) =>
            wantedDays(one.quotes)
              .map((day) => f.date(day))
              .join(t("comma")) || "–",
        },
        { head: t("who"), of: (one) => one.who || "–" },
        { head: t("goods"), of: (one) => <Goods order={one} /> },
        { head: t("sum"), num: true, of: (one) => f.money(one.total_minor, one.currency) },
        { head: t("money"), of: (one) => <Money order={one} /> },
        { head: t("delivery"), of: (one) => <Delivery order={one} /> },
        { head: t("quote"), of: (one) => <Quotes order={one} /> },
      ]}
    />
  );
}

/** Quotes named in a row; an order has up to twenty. */
const QUOTES_SHOWN = 2;

/** What it came of: the page of each quote, or of several together their one page. */
function Quotes({ order }: { order: CompanyOrder }) {
  const t = useTranslations("companyOrders");
  const path = usePath();
  const named = order.quotes.slice(0, QUOTES_SHOWN);
  const more = order.quotes.length - named.length;
  const others = more > 0 ? ` ${t("moreQuotes", { count: more })}` : "";
  if (order.joint_id !== null)
    return (
      <a href={cameOf(path, order)}>
        {named.map((one) => one.number).join(t("comma"))}
        {others}
      </a>
    );
  return (
    <>
      {named.map((one, at) => (
        <Fragment key={one.id}>
          {at === 0 ? "" : t("comma")}
          <a href={`/${path}/wholesale/quotes/${one.id}`}>{one.number}</a>
        </Fragment>
      ))}
      {others}
    </>
  );
}

function Goods({ order }: { order: CompanyOrder }) {
  const t = useTranslations("companyOrders");
  const path = usePath();
  const more = order.goods_count - order.goods.length;
  const named = order.goods.map((one) => t("good", { title: one.title[path], pack: one.pack[path], packs: one.packs }));
  return (
    <>
      {named.join(t("comma"))}
      {more > 0 ? ` ${t("more", { count: more })}` : ""}
    </>
  );
}

function Money({ order }: { order: CompanyOrder }) {
  const t = useTranslations("companyOrders");
  const f = useFormats();
  const lies = f.money(order.lies_minor, order.currency);
  const withLies = (money: string) => (order.lies_minor === 0 ? money : t("withLies", { money, amount: lies }));
  if (order.left_minor === 0) return withLies(t(order.canceled || order.nothing_comes ? "nothingOwed" : "paid"));
  const amount = f.money(order.left_minor, order.currency);
  const day = order.due_at === null ? "" : f.date(order.due_at);
  return withLies(t(order.on_account ? "onAccount" : "open", { amount, day }));
}

function Delivery({ order }: { order: CompanyOrder }) {
  const t = useTranslations("companyOrders");
  const f = useFormats();
  if (order.canceled) return t("canceled");
  if (order.nothing_comes) return t("nothingComes");
  if (order.parcels === 0) return t("noParcels");
  return t("delivered", { delivered: f.number(order.delivered), parcels: f.number(order.parcels) });
}
