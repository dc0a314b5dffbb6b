import { data } from "react-router";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { PROVINCES } from "../../features/checkout/provinces";
import { carriersSchema, ratesSchema } from "../../features/shipping/data.server";
import { readParcel } from "../../features/shipping/try-form.server";
import { again } from "../../features/shipping/sheet.server";
import { rateFaultOf } from "../../features/shipping/sheets";
import { ShippingNav } from "../../features/shipping/ShippingNav";
import { ExampleTag } from "../../features/shipping/Tags";
import { shippingRefusal } from "../../features/shipping/words.server";
import { Input, ProblemSummary, Select, type Problem } from "../../features/ui/Field";
import { List } from "../../features/ui/List";
import { fieldOf, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/try-rate";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { carriers } = await desk.read("/desk/carriers", carriersSchema);
  const names = Object.fromEntries(carriers.map((one) => [one.code, one[path]]));
  return { names, title: say(path)("shipping.pages.try-rate") };
}

type Answered = ReturnType<
  typeof data<{ problems: Problem[]; typed: Record<string, string>; tried?: z.output<typeof ratesSchema> }>
>;

export async function action({ request, params }: Route.ActionArgs): Promise<Answered> {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const read = readParcel(path, form);
  if (!read.ok) return again(form, read.problems);
  const answer = await desk.call("/desk/rates", ratesSchema, { body: read.body });
  if (!answer.ok)
    return again(
      form,
      [{ field: fieldOf(answer.refusal, "kg"), text: shippingRefusal(path, answer.refusal) }],
      answer.refusal.status,
    );
  return data({ problems: [], typed: typed(form), tried: answer.value });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function TryRatePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("shipping");
  const f = useFormats();
  const path = usePath();
  const was: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  const tried = actionData?.tried;
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <ShippingNav here="try-rate" />
      <p>{t("tryNote")}</p>
      <ProblemSummary problems={problems} />
      <form method="post" className="stack" noValidate>
        <div className="fields two">
          <Select name="province" label={t("toProvince")} defaultValue={was.province ?? PROVINCES[18]?.zh}>
            {PROVINCES.map((province) => (
              <option key={province.zh} value={province.zh}>
                {province[path]}
              </option>
            ))}
          </Select>
          <Input
            name="country"
            label={t("orCountry")}
            hint={t("countryHint")}
            defaultValue={was.country}
            problems={problems}
          />
          <Input
            name="kg"
            label={t("grossKg")}
            inputMode="decimal"
            defaultValue={was.kg ?? ""}
            problems={problems}
            required
          />
          <Input name="value" label={t("declared")} inputMode="decimal" defaultValue={was.value} problems={problems} />
          {(["length_mm", "width_mm", "height_mm"] as const).map((side) => (
            <Input
              key={side}
              name={side}
              label={t(`columns.${side}`)}
              inputMode="numeric"
              defaultValue={was[side]}
              problems={problems}
            />
          ))}
        </div>
        <div className="row">
          {(["fragile", "cold"] as const).map((name) => (
            <label className="check" key={name}>
              <input type="checkbox" name={name} value="yes" defaultChecked={was[name] === "yes"} />
              {t(`columns.${name}`)}
            </label>
          ))}
        </div>
        <button className="button">{t("try")}</button>
      </form>
      {tried ? (
        <section className="stack" role="status">
          <h2>{t("triedOn", { date: f.date(tried.day) })}</h2>
          <List
            label={t("pages.try-rate")}
            rows={tried.rates.map((rate) => ({ ...rate, id: rate.rate_card_id }))}
            none={t("noRate")}
            columns={[
              {
                head: t("card"),
                name: true,
                of: (rate) => (
                  <>
                    <a href={`/${path}/desk/rate-cards/${rate.id}`}>
                      {loaderData.names[rate.carrier] ?? rate.carrier} · {rate.service}
                    </a>{" "}
                    {rate.example ? <ExampleTag /> : null}
                  </>
                ),
              },
              {
                head: t("freight"),
                num: true,
                of: (rate) => (rate.amount_minor === undefined ? "—" : f.money(rate.amount_minor, rate.currency)),
              },
              {
                head: t("how"),
                of: (rate) => rate.explained?.[path] ?? t(`rateFaults.${rateFaultOf(rate.refused ?? "")}`),
              },
            ]}
          />
        </section>
      ) : null}
    </section>
  );
}
