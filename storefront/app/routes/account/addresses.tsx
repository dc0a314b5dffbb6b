import { useTranslations } from "use-intl";
import { AccountNav } from "../../features/buyer/AccountNav";
import { actOnAddress } from "../../features/buyer/address.server";
import { accountSchema, buyer, MAX_ADDRESSES, ownAddresses } from "../../features/buyer/data.server";
import { countryName } from "../../features/checkout/address-form.server";
import { HOME_COUNTRY } from "../../features/produce/data.server";
import { Tag } from "../../features/ui/Tag";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/addresses";

export const handle = { still: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await buyer(request, path);
  const [{ account }, addresses] = await Promise.all([who.read("/store/account", accountSchema), ownAddresses(who)]);
  return {
    email: account.email,
    addresses: addresses.map((one) => ({
      ...one,
      abroad: one.country === HOME_COUNTRY ? "" : countryName(one.country, path),
    })),
    full: addresses.length >= MAX_ADDRESSES,
    title: say(path)("buyer.addresses"),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  return actOnAddress(await buyer(request, path), await request.formData(), path);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function AddressesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("buyer");
  const path = usePath();
  const { email, addresses, full } = loaderData;
  return (
    <div className="wrap stack-l">
      <AccountNav email={email} />
      <h1 className="section-title">{t("addresses")}</h1>
      {actionData ? (
        <p className="problems" role="alert">
          {actionData.problem}
        </p>
      ) : null}
      {addresses.length === 0 ? <p className="panel">{t("noAddresses")}</p> : null}
      <ul className="plain stack">
        {addresses.map((one) => (
          <li key={one.id} className="panel stack-s">
            {one.is_default ? (
              <p>
                <Tag look={{ sign: "✓", tone: "good" }}>{t("default")}</Tag>
              </p>
            ) : null}
            <p>
              {one.name} · {one.phone}
              <br />
              {[one.abroad, one.province, one.city, one.address].filter((part) => part !== "").join(" ")}
              {one.postal_code === "" ? "" : ` · ${one.postal_code}`}
            </p>
            <form method="post" className="row">
              <input type="hidden" name="id" value={one.id} />
              <a className="button quiet" href={`/${path}/account/addresses/${one.id}`}>
                {t("change")}
                <span className="visually-hidden"> {one.name}</span>
              </a>
              {one.is_default ? null : (
                <button className="button quiet" name="act" value="default">
                  {t("makeDefault")}
                  <span className="visually-hidden"> {one.name}</span>
                </button>
              )}
              <button className="button quiet" name="act" value="remove">
                {t("remove")}
                <span className="visually-hidden"> {one.name}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
      {full ? (
        <p className="note">{t("tooMany", { most: addresses.length })}</p>
      ) : (
        <p>
          <a className="button" href={`/${path}/account/addresses/new`}>
            {t("addAddress")}
          </a>
        </p>
      )}
    </div>
  );
}
