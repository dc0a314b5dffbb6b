import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { carriersSchema, refusedBookingsSchema, wantedSchema } from "../../features/shipping/data.server";
import { bringNumbers, typedNumbers } from "../../features/shipping/numbers.server";
import { again } from "../../features/shipping/sheet.server";
import { ShippingNav } from "../../features/shipping/ShippingNav";
import { shippingRefusal } from "../../features/shipping/words.server";
import { Input, ProblemSummary, type Problem } from "../../features/ui/Field";
import { Older } from "../../features/ui/Older";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/tracking-numbers";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const [wanted, refused, { carriers }] = await Promise.all([
    desk.read("/desk/tracking-numbers", wantedSchema, { cursor: query.get("cursor") ?? undefined }),
    desk.read("/desk/refused-bookings", refusedBookingsSchema),
    desk.read("/desk/carriers", carriersSchema),
  ]);
  const names = Object.fromEntries(carriers.map((one) => [one.code, one[path]]));
  return { ...wanted, refused: refused.parcels, names, title: say(path)("shipping.pages.tracking-numbers") };
}

/** Three forms: numbers typed one by one, numbers as a file, and a phone for a parcel whose carrier wants one. */
type Answered = ReturnType<
  typeof data<{ problems: Problem[]; typed: Record<string, string>; stored?: number; unchanged?: number }>
>;

export async function action({ request, params }: Route.ActionArgs): Promise<Answered | Response> {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  if (text(form, "act") === "phone") {
    const id = text(form, "parcel_id");
    const to = `/desk/parcels/${encodeURIComponent(id)}/phone`;
    const answer = await desk.call(to, z.unknown(), { body: { phone: text(form, `phone_${id}`) } });
    if (answer.ok) return redirect(`/${path}/desk/tracking-numbers`);
    return again(form, [{ field: `phone_${id}`, text: shippingRefusal(path, answer.refusal) }], answer.refusal.status);
  }
  const brought =
    text(form, "act") === "file" ? await bringNumbers(desk, path, form) : await typedNumbers(desk, path, form);
  if (!brought.ok) return again(form, brought.problems, brought.status);
  const { typed, problems, stored, unchanged } = brought;
  return data({ problems, typed, stored, unchanged }, { status: problems.length > 0 ? 400 : 200 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function TrackingNumbersPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("shipping");
  const states = useTranslations("parcel.states");
  const path = usePath();
  const { parcels, refused, names, next } = loaderData;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <ShippingNav here="tracking-numbers" />
      {actionData?.stored !== undefined ? (
        <p className="note good" role="status">
          {t("stored", { count: actionData.stored, unchanged: actionData.unchanged ?? 0 })}
        </p>
      ) : null}
      <ProblemSummary problems={problems} />
      {refused.length > 0 ? (
        <section className="stack">
          <h2>{t("refusedTitle")}</h2>
          <p>{t("refusedNote")}</p>
          {refused.map((parcel) => (
            <form method="post" key={parcel.id} className="panel stack" noValidate>
              <p>
                <span className="tag bad">
                  <span aria-hidden="true">!</span>
                  {t(`bookingFaults.${parcel.fault}`)}
                </span>{" "}
                <a href={`/${path}/desk/parcels/${parcel.id}`}>{parcel.number}</a> · {parcel.name} ·{" "}
                {names[parcel.carrier] ?? parcel.carrier}
              </p>
              {parcel.fault === "no_phone" ? (
                <>
                  <input type="hidden" name="parcel_id" value={parcel.id} />
                  <Input
                    name={`phone_${parcel.id}`}
                    label={t("phone")}
                    type="tel"
                    defaultValue={typed[`phone_${parcel.id}`]}
                    problems={problems}
                  />
                  <button className="button" name="act" value="phone">
                    {t("givePhone")}
                  </button>
                </>
              ) : null}
            </form>
          ))}
        </section>
      ) : null}
      <section className="stack">
        <h2>{t("wantedTitle")}</h2>
        {parcels.length === 0 ? (
          <p className="panel">{t("noneWanted")}</p>
        ) : (
          <form method="post" className="stack" noValidate>
            {parcels.map((parcel) => (
              <Input
                key={parcel.id}
                name={`number_${parcel.number}`}
                label={t("numberOf", { parcel: parcel.number, carrier: names[parcel.carrier] ?? parcel.carrier })}
                hint={`${parcel.name} · ${states(parcel.state as "labelled")}`}
                defaultValue={typed[`number_${parcel.number}`]}
                autoComplete="off"
                problems={problems}
              />
            ))}
            <button className="button" name="act" value="typed">
              {t("saveNumbers")}
            </button>
          </form>
        )}
        <Older href={next === null ? null : `/${path}/desk/tracking-numbers?cursor=${encodeURIComponent(next)}`} />
      </section>
      <section className="panel stack">
        <h2>{t("numbersFile")}</h2>
        <p>{t("numbersFileNote")}</p>
        {parcels.length === 0 ? null : (
          <p>
            <a href={`/${path}/desk/shipping-sheets/tracking-numbers.xlsx`} download>
              {t("wantedFile")}
            </a>
          </p>
        )}
        <form method="post" encType="multipart/form-data" className="stack" noValidate>
          <Input
            name="file"
            label={t("file")}
            type="file"
            accept=".csv,.xlsx,text/csv"
            problems={problems?.slice(0, 1)}
            required
          />
          <button className="button" name="act" value="file">
            {t("bring")}
          </button>
        </form>
      </section>
    </section>
  );
}
