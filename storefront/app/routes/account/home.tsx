import { useTranslations } from "use-intl";
import { AccountNav } from "../../features/buyer/AccountNav";
import { accountSchema, buyer, ownOrders, type OwnOrder } from "../../features/buyer/data.server";
import { Older } from "../../features/ui/Older";
import { Tag, type Look } from "../../features/ui/Tag";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/home";

export const handle = { still: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await buyer(request, path);
  const { account } = await who.read("/store/account", accountSchema);
  const page = account.proven
    ? await ownOrders(who, path, new URL(request.url).searchParams.get("before"))
    : { orders: [], next: null };
  return { account, ...page, title: say(path)("buyer.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

const LOOK: Record<OwnOrder["state"], Look> = {
  placed: { sign: "○", tone: "" },
  packing: { sign: "◐", tone: "" },
  sent: { sign: "→", tone: "warn" },
  delivered: { sign: "✓", tone: "good" },
  astray: { sign: "!", tone: "bad" },
  canceled: { sign: "×", tone: "bad" },
};

export default function AccountPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("buyer");
  const path = usePath();
  const { account, orders, next } = loaderData;
  return (
    <div className="wrap stack-l">
      <AccountNav email={account.email} />
      <h1 className="section-title">{account.name === null ? t("orders") : t("hello", { name: account.name })}</h1>
      {account.proven ? null : (
        <p className="note warn">
          {t("notProven")}{" "}
          <a href={`/${path}/account/code?email=${encodeURIComponent(account.email)}`}>{t("proveNow")}</a>
        </p>
      )}
      {account.proven && orders.length === 0 ? (
        <div className="panel stack">
          <p>{t("noOrders")}</p>
          <p>
            <a className="button" href={`/${path}`}>
              {t("toShop")}
            </a>
          </p>
        </div>
      ) : null}
      <ul className="plain stack">
        {orders.map((order) => (
          <OrderRow key={order.id} order={order} />
        ))}
      </ul>
      <Older href={next === null ? null : `/${path}/account?before=${encodeURIComponent(next)}`} />
    </div>
  );
}

function OrderRow({ order }: { order: OwnOrder }) {
  const t = useTranslations("buyer");
  const f = useFormats();
  const path = usePath();
  return (
    <li className="panel stack-s">
      <div className="row between">
        <h2 className="small-title">
          <a href={`/${path}/orders/${order.id}`}>{t("order", { number: order.number })}</a>
        </h2>
        <Tag look={LOOK[order.state]}>{t(`states.${order.state}`)}</Tag>
      </div>
      <p>
        {order.lines
          .map((line) => t("line", { title: line.title, pack: line.pack, quantity: line.quantity }))
          .join(t("comma"))}
      </p>
      <p className="row between">
        <span className="muted small">{t("placedOn", { date: f.date(order.placed_at) })}</span>
        {/* Of what was cancelled nothing is to pay: a nought would only puzzle. */}
        {order.state === "canceled" ? null : (
          <span className="tabular">{f.money(order.total_minor, order.currency)}</span>
        )}
      </p>
    </li>
  );
}
