import { useTranslations } from "use-intl";
import { AccountNav } from "../../features/buyer/AccountNav";
import { saveAddress } from "../../features/buyer/address.server";
import { accountSchema, buyer, ownAddresses } from "../../features/buyer/data.server";
import { countriesIn, formOfAddress } from "../../features/checkout/address-form.server";
import { AddressFields } from "../../features/checkout/AddressFields";
import { ProblemSummary } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/address";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await buyer(request, path);
  const [{ account }, addresses, countries] = await Promise.all([
    who.read("/store/account", accountSchema),
    ownAddresses(who),
    countriesIn(path),
  ]);
  const address = addresses.find((one) => one.id === params.id) ?? null;
  if (address === null && params.id !== "new") throw new Response(null, { status: 404 });
  return {
    email: account.email,
    form: formOfAddress(address ?? { name: account.name ?? "" }, path),
    is_default: address?.is_default ?? addresses.length === 0,
    countries,
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
  const checkout = useTranslations("checkout");
  const path = usePath();
  const { email, is_default, countries, title } = loaderData;
  const problems = actionData?.problems;
  const typed = actionData?.form;
  return (
    <div className="wrap stack-l">
      <AccountNav email={email} />
      <h1 className="section-title">{title}</h1>
      <form method="post" className="stack" noValidate>
        <ProblemSummary problems={problems} />
        <p className="muted small">{checkout("bookHint")}</p>
        <div className="fields two">
          <AddressFields form={typed ?? loaderData.form} countries={countries} problems={problems} />
        </div>
        <label className="row">
          <input
            type="checkbox"
            name="default"
            value="yes"
            defaultChecked={typed ? typed.values.default === "yes" : is_default}
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
