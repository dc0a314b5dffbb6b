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
  return again(form, [{ field, text: shippingRefusal(path, answer.refusal) }], answer.refusal.status);
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
      <div className="scroll-x" tabIndex={0} role="region" aria-label={loaderData.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("carrier")}</th>
              <th scope="col">{t("used")}</th>
              <th scope="col">{t("nextPickup")}</th>
              <th scope="col">{t("days")}</th>
              <th scope="col">{t("services")}</th>
              <th scope="col">{t("numbers")}</th>
              <th scope="col">
                <span className="visually-hidden">{t("change")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {carriers.map((one) => (
              <tr key={one.code}>
                <th scope="row">{one[path]}</th>
                <td>
                  <span className={one.active ? "tag good" : "tag"}>
                    <span aria-hidden="true">{one.active ? "✓" : "○"}</span>
                    {t(one.active ? "on" : "off")}
                  </span>
                </td>
                <td>
                  {one.active ? (
                    <>
                      {f.date(one.next_pickup)}
                      <br />
                      <span className="small">{t(one.missed_today ? "missed" : "before", { time: one.cutoff })}</span>
                    </>
                  ) : (
                    "—"
                  )}
                </td>
                <td>{one.pickup_days.map((day) => t(`weekdays.${dayKey(day)}`)).join(t("and"))}</td>
                <td>{one.services.length === 0 ? "—" : one.services.map((service) => service.title).join(t("and"))}</td>
                <td>{t(`adapters.${one.adapter}`)}</td>
                <td>
                  <a href={`/${path}/desk/carriers?code=${one.code}#carrier-form`}>
                    {t("change")}
                    <span className="visually-hidden"> {one[path]}</span>
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <CarrierForm carrier={chosen} typed={typed} problems={actionData?.problems} />
    </section>
  );
}

function dayKey(day: number): "1" | "2" | "3" | "4" | "5" | "6" | "7" {
  return String(day) as "1" | "2" | "3" | "4" | "5" | "6" | "7";
}
