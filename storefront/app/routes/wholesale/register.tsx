import { useTranslations } from "use-intl";
import { countriesIn } from "../../features/checkout/address-form.server";
import { proveMember } from "../../features/company/account.server";
import { choicesSchema } from "../../features/company/data.server";
import { LegalFields } from "../../features/company/LegalFields";
import { ProveForm } from "../../features/company/ProveForm";
import { CURRENCIES, TIME_ZONES } from "../../features/company/words";
import { Input, Select } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { read } from "../../lib/api.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/register";

export const handle = { plain: true };

export async function loader({ params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const [choices, countries] = await Promise.all([read("/wholesale/choices", choicesSchema), countriesIn(path)]);
  return { ...choices, countries, title: say(path)("companyShop.register") };
}

export const action = ({ request, params }: Route.ActionArgs) =>
  proveMember(request, pathParam(params), "registrations");

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function Register({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("company");
  const path = usePath();
  const typed: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  return (
    <main className="narrow alone stack" id="main">
      <p>
        <a href={`/${path}/wholesale`}>{t("toWholesale")}</a>
      </p>
      <h1>{loaderData.title}</h1>
      <ProveForm answered={actionData} lead={t("registerLead")} go={t("registerGo")}>
        <Input
          name="name"
          label={t("yourName")}
          autoComplete="name"
          required
          defaultValue={typed.name}
          problems={problems}
        />
        <Input
          name="company"
          label={t("companyName")}
          hint={t("companyNameHint")}
          autoComplete="organization"
          required
          defaultValue={typed.company}
          problems={problems}
        />
        <LegalFields
          countries={loaderData.countries}
          country={typed.country ?? "cn"}
          tax_number={typed.tax_number}
          problems={problems}
        />
        <Select name="currency" label={t("currency")} defaultValue={typed.currency ?? "CNY"} problems={problems}>
          {CURRENCIES.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </Select>
        <Select
          name="time_zone"
          label={t("timeZone")}
          hint={t("timeZoneHint")}
          defaultValue={typed.time_zone ?? "Asia/Shanghai"}
          problems={problems}
        >
          {TIME_ZONES.map((one) => (
            <option key={one} value={one}>
              {one.replaceAll("_", " ")}
            </option>
          ))}
        </Select>
        <Select
          name="cooperative_id"
          label={t("askWhom")}
          hint={t("askWhomHint")}
          defaultValue={typed.cooperative_id ?? ""}
          problems={problems}
        >
          <option value="">{t("askOperator")}</option>
          {loaderData.cooperatives.map(({ id, name }) => (
            <option key={id} value={id}>
              {name[path]}
            </option>
          ))}
        </Select>
      </ProveForm>
    </main>
  );
}
