import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { PROVINCES } from "../../features/checkout/provinces";
import { ShippingNav } from "../../features/shipping/ShippingNav";
import { CardStateTag } from "../../features/shipping/Tags";
import { PROVINCE_CODES } from "../../features/truck/province-codes";
import { truckRatesSchema, type TruckRate } from "../../features/truck/data.server";
import { rateOf } from "../../features/truck/rate-form.server";
import { again, refusedAgain } from "../../features/quote/refusals.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { List } from "../../features/ui/List";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import { today } from "../../lib/today.server";
import type { Route } from "./+types/truck-rates";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("cursor") ?? undefined;
  const rates = await desk.read("/desk/truck-rates", truckRatesSchema, { cursor });
  return { ...rates, today: today(), title: say(path)("shipping.pages.truck-rates") };
}

/** Enters a rate, or takes one back. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const here = `/${path}/desk/truck-rates`;
  const withdrawn = text(form, "withdraw");
  if (withdrawn !== "") {
    const to = `/desk/truck-rates/${encodeURIComponent(withdrawn)}/withdraw`;
    const done = await desk.call(to, z.unknown(), { body: {} });
    return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "withdraw");
  }
  const { problems, body } = rateOf(path, form);
  if (problems.length > 0) return again(form, problems);
  const done = await desk.call("/desk/truck-rates", z.unknown(), { body });
  return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "name");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function TruckRatesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("truck");
  const path = usePath();
  const { truck_rates, next } = loaderData;
  const problems = actionData?.problems;
  const typed: Record<string, string> = actionData?.typed ?? {};
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <ShippingNav here="truck-rates" />
      <p>{t("ratesLead")}</p>
      <ProblemSummary problems={problems} />
      <Rates
        rates={truck_rates}
        older={next === null ? null : `/${path}/desk/truck-rates?cursor=${encodeURIComponent(next)}`}
      />
      <h2>{t("newRate")}</h2>
      <form method="post" className="stack" noValidate>
        <div className="fields two">
          <Input
            name="name"
            label={t("name")}
            hint={t("nameHint")}
            maxLength={60}
            defaultValue={typed.name}
            problems={problems}
          />
          <Input
            name="capacity_kg"
            label={t("capacityKg")}
            inputMode="numeric"
            autoComplete="off"
            defaultValue={typed.capacity_kg}
            problems={problems}
          />
          <Input
            name="capacity_pallets"
            label={t("capacityPallets")}
            hint={t("palletsHint")}
            inputMode="numeric"
            autoComplete="off"
            defaultValue={typed.capacity_pallets}
            problems={problems}
          />
          <Input
            name="base"
            label={t("base")}
            inputMode="decimal"
            autoComplete="off"
            defaultValue={typed.base ?? "0"}
            problems={problems}
          />
          <Input
            name="per_km"
            label={t("perKm")}
            inputMode="decimal"
            autoComplete="off"
            defaultValue={typed.per_km}
            problems={problems}
          />
          <Input
            name="minimum"
            label={t("minimum")}
            inputMode="decimal"
            autoComplete="off"
            defaultValue={typed.minimum ?? "0"}
            problems={problems}
          />
          <Input
            name="km_a_day"
            label={t("kmADay")}
            inputMode="numeric"
            autoComplete="off"
            defaultValue={typed.km_a_day ?? "500"}
            problems={problems}
          />
          <Input
            name="road"
            label={t("roadFactor")}
            hint={t("roadHint")}
            inputMode="decimal"
            autoComplete="off"
            defaultValue={typed.road ?? "1.3"}
            problems={problems}
          />
          <Input
            name="valid_from"
            label={t("validFrom")}
            type="date"
            defaultValue={typed.valid_from ?? loaderData.today}
            problems={problems}
          />
          <Input
            name="valid_to"
            label={t("validTo")}
            hint={t("validToHint")}
            type="date"
            defaultValue={typed.valid_to}
            problems={problems}
          />
        </div>
        <details>
          <summary>{t("provinces")}</summary>
          <fieldset>
            <legend className="visually-hidden">{t("provinces")}</legend>
            <p>{t("provincesHint")}</p>
            <div className="row">
              {PROVINCE_CODES.map((code, at) => (
                <label key={code}>
                  <input
                    type="checkbox"
                    name={`province:${code}`}
                    defaultChecked={typed[`province:${code}`] !== undefined}
                  />{" "}
                  {PROVINCES[at]?.[path]}
                </label>
              ))}
            </div>
          </fieldset>
        </details>
        <p>
          <button className="button">{t("enter")}</button>
        </p>
      </form>
    </section>
  );
}

function Rates({ rates, older }: { rates: TruckRate[]; older: string | null }) {
  const t = useTranslations("truck");
  const f = useFormats();
  const path = usePath();
  return (
    <List
      label={t("rates")}
      rows={rates}
      none={t("noRates")}
      older={older}
      columns={[
        { head: t("name"), name: true, of: (rate) => rate.name },
        { head: t("state"), of: (rate) => <CardStateTag state={rate.state} /> },
        {
          head: t("takes"),
          of: (rate) => t("takesOf", { kg: f.number(rate.capacity_kg), pallets: rate.capacity_pallets }),
        },
        {
          head: t("cost"),
          of: (rate) =>
            t("costOf", {
              base: f.money(rate.base_minor, rate.currency),
              km: f.money(rate.per_km_minor, rate.currency),
              least: f.money(rate.minimum_minor, rate.currency),
            }),
        },
        {
          head: t("goes"),
          of: (rate) =>
            `${t("roadOf", { factor: rate.road_bp / 10_000, km: rate.km_a_day })} ${
              rate.provinces.length === 0 ? t("everywhere") : rate.provinces.map((one) => one[path]).join(t("and"))
            }`,
        },
        {
          head: t("good"),
          of: (rate) =>
            `${f.date(rate.valid_from)} – ${rate.valid_to === null ? "…" : f.date(rate.valid_to)}${
              rate.made_by === null ? "" : ` · ${rate.made_by}`
            }${rate.withdrawn_by === null ? "" : ` · ${t("takenBackBy", { name: rate.withdrawn_by })}`}`,
        },
        {
          head: t("act"),
          of: (rate) =>
            rate.state === "in_force" || rate.state === "coming" ? (
              <form method="post">
                <button
                  className="button quiet"
                  name="withdraw"
                  value={rate.id}
                  aria-label={t("takeBackOf", { name: rate.name })}
                >
                  {t("takeBack")}
                </button>
              </form>
            ) : null,
        },
      ]}
    />
  );
}
