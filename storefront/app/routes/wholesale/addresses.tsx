import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { countryName } from "../../features/checkout/address-form.server";
import { addressesSchema, company, meSchema } from "../../features/company/data.server";
import { refusedAgain } from "../../features/company/refusals.server";
import { HOME_COUNTRY } from "../../features/produce/data.server";
import { ProblemSummary } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/addresses";

export const handle = { plain: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const [{ addresses }, me] = await Promise.all([
    who.read("/wholesale/addresses", addressesSchema),
    who.read("/wholesale/me", meSchema),
  ]);
  return {
    addresses: addresses.map((one) => ({
      ...one,
      abroad: one.country === HOME_COUNTRY ? "" : countryName(one.country, path),
    })),
    owner: me.member.roles.includes("owner"),
    title: say(path)("companyShop.pages.addresses"),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  const to = `/wholesale/addresses/${encodeURIComponent(text(form, "id"))}/remove`;
  const gone = await who.call(to, z.unknown(), { body: {} });
  return gone.ok ? redirect(`/${path}/wholesale/addresses`) : refusedAgain(path, form, gone.refusal, "id");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function CompanyAddresses({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("company");
  const path = usePath();
  const { addresses, owner, title } = loaderData;
  return (
    <section className="stack">
      <h1>{title}</h1>
      <p>{t("addressesLead")}</p>
      <ProblemSummary problems={actionData?.problems} />
      {addresses.length === 0 ? <p className="panel">{t("noAddresses")}</p> : null}
      <ul className="plain stack-s">
        {addresses.map((one) => (
          <li key={one.id} className="panel stack-s">
            <p>
              {one.name} · {one.phone}
              <br />
              {[one.abroad, one.province, one.city, one.address].filter((part) => part !== "").join(" ")}
              {one.postal_code === "" ? "" : ` · ${one.postal_code}`}
            </p>
            {owner ? (
              <form method="post" className="row">
                <input type="hidden" name="id" value={one.id} />
                <a className="button second" href={`/${path}/wholesale/addresses/${one.id}`}>
                  {t("change")} <span className="visually-hidden">{one.name}</span>
                </a>
                <button className="button quiet">
                  {t("removeAddress")} <span className="visually-hidden">{one.name}</span>
                </button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
      {owner ? (
        <p>
          <a className="button" href={`/${path}/wholesale/addresses/new`}>
            {t("addAddress")}
          </a>
        </p>
      ) : null}
    </section>
  );
}
