import { useTranslations } from "use-intl";
import { AccountNav } from "../../features/buyer/AccountNav";
import { saveAddress } from "../../features/buyer/address.server";
import { accountSchema, buyer, ownAddresses } from "../../features/buyer/data.server";
import { PROVINCES } from "../../features/checkout/provinces";
import { Input, ProblemSummary, Select } from "../../features/ui/Field";
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
  const c = useTranslations("checkout");
  const path = usePath();
  const { address, email, name, first, title } = loaderData;
  const problems = actionData?.problems;
  const typed = actionData?.typed;
  const was = (field: string, saved: string | null | undefined) => typed?.[field] ?? saved ?? "";
  return (
    <div className="wrap stack-l">
      <AccountNav email={email} />
      <h1 className="section-title">{title}</h1>
      <form method="post" className="stack" noValidate>
        <ProblemSummary problems={problems} />
        <div className="fields two">
          <Input
            name="name"
            label={c("name")}
            autoComplete="name"
            required
            defaultValue={was("name", address ? address.name : name)}
            problems={problems}
          />
          <Input
            name="phone"
            label={c("phone")}
            hint={c("phoneHint")}
            type="tel"
            autoComplete="tel"
            required
            defaultValue={was("phone", address?.phone)}
            problems={problems}
          />
          <Select
            name="province"
            label={c("province")}
            autoComplete="address-level1"
            required
            defaultValue={was("province", address?.province)}
            problems={problems}
          >
            <option value="">{c("choose")}</option>
            {PROVINCES.map((province) => (
              <option key={province.zh} value={province.zh}>
                {province[path]}
              </option>
            ))}
          </Select>
          <Input
            name="city"
            label={c("city")}
            autoComplete="address-level2"
            required
            defaultValue={was("city", address?.city)}
            problems={problems}
          />
          <div className="full">
            <Input
              name="address"
              label={c("address")}
              hint={c("addressHint")}
              autoComplete="street-address"
              required
              defaultValue={was("address", address?.address)}
              problems={problems}
            />
          </div>
          <Input
            name="postal_code"
            label={c("postalCode")}
            inputMode="numeric"
            autoComplete="postal-code"
            className="short"
            defaultValue={was("postal_code", address?.postal_code)}
            problems={problems}
          />
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
