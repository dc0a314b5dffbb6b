import { data } from "react-router";
import { useTranslations } from "use-intl";
import { act } from "../../features/carrier-acts/acts.server";
import { refusedBookingsSchema } from "../../features/carrier-acts/data.server";
import { MendForm } from "../../features/carrier-acts/MendForm";
import { carriersSchema, wantedSchema } from "../../features/shipping/data.server";
import { bringNumbers, typedNumbers } from "../../features/shipping/numbers.server";
import { again } from "../../features/shipping/sheet.server";
import { PackingNav } from "../../features/packing/PackingNav";
import { WantedNumbers } from "../../features/shipping/WantedNumbers";
import { Input, ProblemSummary, type Problem } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/tracking-numbers";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const search = (query.get("search") ?? "").trim().slice(0, 60);
  const wave_id = query.get("wave_id") ?? "";
  const [wanted, refused, { carriers }] = await Promise.all([
    desk.read("/desk/tracking-numbers", wantedSchema, {
      cursor: query.get("cursor") ?? undefined,
      search: search === "" ? undefined : search,
      wave_id: wave_id === "" ? undefined : wave_id,
    }),
    desk.read("/desk/refused-bookings", refusedBookingsSchema),
    desk.read("/desk/carriers", carriersSchema),
  ]);
  const names = Object.fromEntries(carriers.map((one) => [one.code, one[path]]));
  return {
    wanted,
    asked: { search, wave_id },
    refused: refused.parcels,
    carriers,
    names,
    title: say(path)("packing.pages.tracking-numbers"),
  };
}

/** Three forms: numbers typed one by one, numbers as a file, and what is put right of a parcel that its carrier refused. */
type Answered = ReturnType<
  typeof data<{ problems: Problem[]; typed: Record<string, string>; stored?: number; unchanged?: number }>
>;

export async function action({ request, params }: Route.ActionArgs): Promise<Answered | Response> {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const acted = await act(desk, path, form, "/desk/tracking-numbers");
  if (acted) return acted;
  const brought =
    text(form, "act") === "file" ? await bringNumbers(desk, path, form) : await typedNumbers(desk, path, form);
  if (!brought.ok) return again(form, brought.problems, brought.status);
  const { typed, problems, stored, unchanged } = brought;
  return data({ problems, typed, stored, unchanged }, { status: problems.length > 0 ? 400 : 200 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** Refused parcels that stand open above the numbers; more are folded, so that the numbers are in sight. */
const OPEN_REFUSED = 3;

export default function TrackingNumbersPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("shipping");
  const path = usePath();
  const { wanted, refused, names } = loaderData;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  // Who looks for a parcel wants to see it, not what else there is to do.
  const searched = loaderData.asked.search !== "" || loaderData.asked.wave_id !== "";
  const mends = refused.map((parcel) => (
    <MendForm
      key={parcel.id}
      parcel={parcel}
      carriers={loaderData.carriers}
      typed={actionData?.typed}
      problems={problems}
    />
  ));
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <PackingNav here="tracking-numbers" />
      {actionData?.stored !== undefined ? (
        <p className="note good" role="status">
          {t("stored", { count: actionData.stored, unchanged: actionData.unchanged ?? 0 })}
        </p>
      ) : null}
      <ProblemSummary problems={problems} />
      {refused.length > 0 && !searched ? (
        <section className="stack">
          <h2>{t("refusedTitle")}</h2>
          <p>{t("refusedNote")}</p>
          {refused.length <= OPEN_REFUSED || problems ? (
            mends
          ) : (
            <details>
              <summary>{t("refusedCount", { count: refused.length })}</summary>
              <div className="stack">{mends}</div>
            </details>
          )}
        </section>
      ) : null}
      <WantedNumbers wanted={wanted} asked={loaderData.asked} names={names} typed={typed} problems={problems} />
      <section className="panel stack">
        <h2>{t("numbersFile")}</h2>
        <p>{t("numbersFileNote")}</p>
        {wanted.counts.all === 0 ? null : (
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
