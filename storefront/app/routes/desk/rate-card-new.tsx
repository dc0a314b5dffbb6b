import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { cardSchema, carriersSchema } from "../../features/shipping/data.server";
import { zoneRows } from "../../features/shipping/card-form";
import { rowsOfCard, typedOfCard } from "../../features/shipping/card-form.server";
import { again, bringRows } from "../../features/shipping/sheet.server";
import { ConfirmNone } from "../../features/shipping/CardCover";
import { ShippingNav } from "../../features/shipping/ShippingNav";
import { Input, ProblemSummary, Select, TextArea } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/rate-card-new";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const from = new URL(request.url).searchParams.get("from");
  const [{ carriers }, before] = await Promise.all([
    desk.read("/desk/carriers", carriersSchema),
    from === null ? undefined : desk.read(`/desk/rate-cards/${encodeURIComponent(from)}`, cardSchema),
  ]);
  const start = before ? typedOfCard(before.rate_card.lines) : {};
  return {
    carriers: carriers.map((one) => [one.code, one[path]] as const),
    start,
    title: say(path)("shipping.newCard"),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  if (form.get("act") === "more") return again(form, [], 200);
  const { rows, fieldOf } = rowsOfCard(form);
  const t = say(path);
  if (rows.length === 0) return again(form, [{ field: "zone_0", text: t("shipping.noZone") }]);
  const written = await bringRows(desk, path, "rate-cards", rows, { fieldOf, confirmed: form.has("confirmed") });
  return written.ok
    ? redirect(`/${path}/desk/rate-cards`)
    : again(form, written.problems, written.status, written.confirm);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

const KG = ["first_kg", "step_kg", "max_kg"] as const;
const MORE = [
  "divisor",
  "minimum",
  "max_side_mm",
  "max_sides_mm",
  "insured_percent",
  "insured_minimum",
  "insured_most",
] as const;

export default function NewRateCardPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("shipping");
  const boxes = useTranslations("boxes");
  const path = usePath();
  const typed: Record<string, string> = actionData?.typed ?? loaderData.start;
  const problems = actionData?.problems;
  const field = (name: string, column: (typeof KG)[number] | (typeof MORE)[number] | "service", needed = false) => (
    <Input
      key={name}
      name={name}
      label={t(`columns.${column}`)}
      hint={
        column === "insured_percent"
          ? boxes("insuredHint")
          : column === "insured_most"
            ? boxes("insuredMostHint")
            : undefined
      }
      inputMode={column === "service" ? undefined : "decimal"}
      defaultValue={typed[name]}
      problems={problems}
      required={needed}
    />
  );
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <ShippingNav here="rate-cards" />
      <p>{t("newCardNote")}</p>
      <ProblemSummary problems={problems} />
      <form method="post" className="stack" noValidate>
        <div className="fields two">
          <Select name="carrier" label={t("carrier")} defaultValue={typed.carrier} problems={problems}>
            {loaderData.carriers.map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
          <Input
            name="service"
            label={t("columns.service")}
            hint={t("serviceHint")}
            defaultValue={typed.service ?? "standard"}
            problems={problems}
            required
          />
          <Input
            name="valid_from"
            label={t("columns.valid_from")}
            type="date"
            defaultValue={typed.valid_from}
            problems={problems}
            required
          />
          <Input
            name="valid_to"
            label={t("columns.valid_to")}
            hint={t("validToHint")}
            type="date"
            defaultValue={typed.valid_to}
            problems={problems}
          />
          {KG.map((column) => field(column, column, true))}
        </div>
        <h2>{t("zones")}</h2>
        <p className="hint">{t("provincesHint")}</p>
        {zoneRows(typed).map((index) => (
          <fieldset key={index} className="fields two">
            <legend>{t("zoneNumber", { number: index + 1 })}</legend>
            {(["zone", "provinces", "countries", "first_price", "step_price"] as const).map((column) => (
              <Input
                key={column}
                name={`${column}_${index}`}
                label={t(`columns.${column}`)}
                inputMode={column.endsWith("price") ? "decimal" : undefined}
                defaultValue={typed[`${column}_${index}`]}
                problems={problems}
              />
            ))}
          </fieldset>
        ))}
        <button className="button quiet" name="act" value="more">
          {t("moreZones")}
        </button>
        <details open={MORE.some((column) => (typed[column] ?? "") !== "") || (typed.surcharges ?? "") !== ""}>
          <summary>{t("more")}</summary>
          <div className="fields two">
            {MORE.map((column) => field(column, column))}
            <TextArea
              name="surcharges"
              label={t("columns.surcharges")}
              hint={t("surchargesHint")}
              rows={3}
              defaultValue={typed.surcharges}
              problems={problems}
            />
          </div>
        </details>
        <ConfirmNone show={actionData?.confirm === true} />
        <div className="row">
          <button className="button">{t("enterCard")}</button>
          <a href={`/${path}/desk/rate-cards`}>{t("back")}</a>
        </div>
      </form>
    </section>
  );
}
