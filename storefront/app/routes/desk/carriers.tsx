import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { CarrierForm } from "../../features/shipping/CarrierForm";
import { readCarrier } from "../../features/shipping/carrier-form.server";
import { carriersSchema } from "../../features/shipping/data.server";
import { again } from "../../features/shipping/sheet.server";
import { ShippingNav } from "../../features/shipping/ShippingNav";
import { shippingRefusal } from "../../features/shipping/words.server";
import { ProblemSummary } from "../../features/ui/Field";
import { fieldOf } from "../../features/ui/form.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/carriers";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { carriers } = await desk.read("/desk/carriers", carriersSchema);
  const code = new URL(request.url).searchParams.get("code");
  return { carriers, chosen: code, title: say(path)("shipping.pages.carriers") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const read = readCarrier(path, form);
  if (!read.ok) return again(form, read.problems);
  const answer = await desk.call("/desk/carriers", z.unknown(), { body: read.body });
  if (answer.ok) return redirect(`/${path}/desk/carriers?done=1`);
  const field = answer.refusal.field?.split(".")[0] ?? "code";
  return again(
    form,
    [{ field: fieldOf(answer.refusal, field), text: shippingRefusal(path, answer.refusal) }],
    answer.refusal.status,
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function CarriersPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("shipping");
  const f = useFormats();
  const path = usePath();
  const { carriers } = loaderData;
  const typed: Record<string, string> | undefined = actionData?.typed;
  const code = typed?.code ?? loaderData.chosen;
  const chosen = carriers.find((one) => one.code === code);
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <ShippingNav here="carriers" />
      <ProblemSummary problems={actionData?.problems} />
      <List
        label={loaderData.title}
        rows={carriers.map((one) => ({ ...one, id: one.code }))}
        none={t("addCarrier")}
        columns={[
          { head: t("carrier"), name: true, of: (one) => one[path] },
          {
            head: t("used"),
            of: (one) => (
              <span className={one.active ? "tag good" : "tag"}>
                <span aria-hidden="true">{one.active ? "✓" : "○"}</span>
                {t(one.active ? "on" : "off")}
              </span>
            ),
          },
          {
            head: t("nextPickup"),
            of: (one) =>
              one.active ? (
                <>
                  {f.date(one.next_pickup)}
                  <br />
                  <span className="small">{t(one.missed_today ? "missed" : "before", { time: one.cutoff })}</span>
                </>
              ) : (
                "—"
              ),
          },
          {
            head: t("days"),
            of: (one) => one.pickup_days.map((day) => t(`weekdays.${dayKey(day)}`)).join(t("and")),
          },
          {
            head: t("services"),
            of: (one) => one.services.map((service) => service.title).join(t("and")) || "—",
          },
          { head: t("numbers"), of: (one) => t(`adapters.${one.adapter}`) },
          {
            head: t("change"),
            of: (one) => (
              <a href={`/${path}/desk/carriers?code=${one.code}#carrier-form`}>
                {t("change")}
                <span className="visually-hidden"> {one[path]}</span>
              </a>
            ),
          },
        ]}
      />
      <CarrierForm carrier={chosen} typed={typed} problems={actionData?.problems} />
    </section>
  );
}

function dayKey(day: number): "1" | "2" | "3" | "4" | "5" | "6" | "7" {
  return String(day) as "1" | "2" | "3" | "4" | "5" | "6" | "7";
}
