import { Fragment } from "react";
import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { cardSchema, carriersSchema } from "../../features/shipping/data.server";
import { again } from "../../features/shipping/sheet.server";
import { ShippingNav } from "../../features/shipping/ShippingNav";
import { CardStateTag, ExampleTag } from "../../features/shipping/Tags";
import { shippingRefusal } from "../../features/shipping/words.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { List } from "../../features/ui/List";
import { fieldOf, text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/rate-card";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [{ rate_card }, { carriers }] = await Promise.all([
    desk.read(`/desk/rate-cards/${encodeURIComponent(params.id)}`, cardSchema),
    desk.read("/desk/carriers", carriersSchema),
  ]);
  const carrier = carriers.find((one) => one.code === rate_card.carrier)?.[path] ?? rate_card.carrier;
  return { card: rate_card, title: say(path)("shipping.cardTitle", { carrier, service: rate_card.service }) };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const to = `/desk/rate-cards/${encodeURIComponent(params.id)}`;
  const answer =
    text(form, "act") === "withdraw"
      ? await desk.call(`${to}/withdraw`, z.unknown(), { body: {} })
      : await desk.call(`${to}/end`, z.unknown(), { body: { last_day: text(form, "last_day") } });
  if (answer.ok) return redirect(`/${path}${to}`);
  return again(
    form,
    [{ field: fieldOf(answer.refusal, "last_day"), text: shippingRefusal(path, answer.refusal) }],
    answer.refusal.status,
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

const OF_CARD = [
  "first_kg",
  "step_kg",
  "max_kg",
  "divisor",
  "minimum",
  "max_side_mm",
  "max_sides_mm",
  "surcharges",
  "insured_percent",
  "insured_minimum",
  "insured_most",
] as const;
type Line = { id: string; line: Record<string, string> };

const SURCHARGES = ["fuel", "peak", "heavy", "fragile", "cold", "other"] as const;

export default function RateCardPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("shipping");
  const f = useFormats();
  const path = usePath();
  const { card } = loaderData;
  const head = card.lines[0] ?? {};
  const typed: Record<string, string> = actionData?.typed ?? {};
  const abroad = card.lines.some((line) => (line.countries ?? "") !== "");
  /** "cold 8.00; fuel 5%" with the names people know. */
  const surcharges = (written: string) =>
    written
      .split("; ")
      .map((one) => {
        const code = SURCHARGES.find((known) => one.startsWith(`${known} `));
        return code ? `${t(`surchargeNames.${code}`)}${one.slice(code.length)}` : one;
      })
      .join(t("and"));
  const may_end = card.own && (card.state === "in_force" || card.state === "coming");
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <ShippingNav here="rate-cards" />
      <ProblemSummary problems={actionData?.problems} />
      <p className="row">
        {card.example ? <ExampleTag /> : <CardStateTag state={card.state} />}
        <span>
          {t("good", {
            from: f.date(card.valid_from),
            until: card.valid_to === null ? t("openEnd") : f.date(card.valid_to),
          })}
        </span>
      </p>
      {card.example ? <p className="note warn">{t("examplesNote")}</p> : null}
      {card.superseded_on === null ? null : <p>{t("superseded", { date: f.date(card.superseded_on) })}</p>}
      {card.made_by === null ? null : <p className="small">{t("madeBy", { name: card.made_by })}</p>}
      <dl className="facts">
        {OF_CARD.filter((column) => (head[column] ?? "") !== "").map((column) => (
          <Fragment key={column}>
            <dt>{t(`columns.${column}`)}</dt>
            <dd>{column === "surcharges" ? surcharges(head[column] ?? "") : head[column]}</dd>
          </Fragment>
        ))}
      </dl>
      <List
        label={t("zones")}
        rows={card.lines.map((line) => ({ id: line.zone ?? "", line }))}
        none={t("noZone")}
        columns={[
          { head: t("columns.zone"), name: true, of: ({ line }) => line.zone },
          { head: t("columns.provinces"), of: ({ line }) => line.provinces },
          ...(abroad ? [{ head: t("columns.countries"), of: ({ line }: Line) => line.countries || "—" }] : []),
          { head: t("columns.first_price"), num: true, of: ({ line }) => line.first_price },
          { head: t("columns.step_price"), num: true, of: ({ line }) => line.step_price },
        ]}
      />
      <p>
        <a className="button" href={`/${path}/desk/rate-cards/new?from=${card.id}`}>
          {t("beginFrom")}
        </a>
      </p>
      {may_end ? (
        <section className="panel stack">
          <h2>{t("endTitle")}</h2>
          <p>{t(card.used ? "usedNote" : "unusedNote")}</p>
          <form method="post" className="stack" noValidate>
            <Input
              name="last_day"
              label={t("lastDay")}
              type="date"
              defaultValue={typed.last_day ?? card.valid_to ?? ""}
              problems={actionData?.problems}
            />
            <div className="row">
              <button className="button" name="act" value="end">
                {t("end")}
              </button>
              {card.used ? null : (
                <button className="button quiet" name="act" value="withdraw">
                  {t("withdraw")}
                </button>
              )}
            </div>
          </form>
        </section>
      ) : null}
    </section>
  );
}
