import { useTranslations } from "use-intl";
import { AccountNav } from "../../features/buyer/AccountNav";
import { saveAddress } from "../../features/buyer/address.server";
import { accountSchema, buyer, ownAddresses } from "../../features/buyer/data.server";
import { AddressFields } from "../../features/checkout/AddressFields";
import { ProblemSummary } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/address";

export const handle = { still: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await buyer(request, path);
  const [{ account }, addresses] = await Promise.all([who.read("/store/account", accountSchema), ownAddresses(who)]);
  const address = addresses.find((one) => one.id === params.id) ?? null;
  if (address === null && params.id !== "new") throw new Response(null, { status: 404 });
  return {
    email: account.email,
    name: account.name,
    address,
    first: addresses.length === 0,
    title: say(path)(address === null ? "buyer.addAddress" : "buyer.changeAddress"),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  return saveAddress(await buyer(request, path), await request.formData(), params.id, path);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function AddressPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("buyer");
  const path = usePath();
  const { address, email, name, first, title } = loaderData;
  const problems = actionData?.problems;
  const typed = actionData?.typed;
  return (
    <div className="wrap stack-l">
      <AccountNav email={email} />
      <h1 className="section-title">{title}</h1>
      <form method="post" className="stack" noValidate>
        <ProblemSummary problems={problems} />
        <div className="fields two">
          <AddressFields saved={address ?? { name }} typed={typed} problems={problems} />
        </div>
        <label className="row">
          <input
            type="checkbox"
            name="default"
            value="yes"
            defaultChecked={typed ? typed.default === "yes" : (address?.is_default ?? first)}
          />
          {t("asDefault")}
        </label>
        <div className="row">
          <button className="button">{t("save")}</button>
          <a className="button second" href={`/${path}/account/addresses`}>
            {t("back")}
          </a>
        </div>
      </form>
    </div>
  );
}
