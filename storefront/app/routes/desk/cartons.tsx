import { randomUUID } from "node:crypto";
import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { cartonsSchema, type Carton } from "../../features/shipping/data.server";
import { again, bringRows } from "../../features/shipping/sheet.server";
import { COLUMNS } from "../../features/shipping/sheets";
import { ShippingNav } from "../../features/shipping/ShippingNav";
import { ExampleTag } from "../../features/shipping/Tags";
import { shippingRefusal } from "../../features/shipping/words.server";
import { Input, ProblemSummary, Select } from "../../features/ui/Field";
import { List } from "../../features/ui/List";
import { fieldOf, text, typed as typedOf } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/cartons";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { cartons } = await desk.read("/desk/cartons", cartonsSchema);
  // The form's own key: pressed twice, boxes are counted once.
  return { cartons, key: randomUUID(), title: say(path)("shipping.pages.cartons") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const t = say(path);
  const act = text(form, "act");
  if (act === "set") {
    const typed = typedOf(form, { code: "name" });
    const row = Object.fromEntries(COLUMNS.cartons.map((column) => [column, typed[column] ?? ""]));
    const written = await bringRows(desk, path, "cartons", [{ ...row, line: 1 }]);
    return written.ok ? redirect(`/${path}/desk/cartons`) : again(form, written.problems, written.status);
  }
  const id = encodeURIComponent(text(form, "carton_id"));
  const count = text(form, "count").normalize("NFKC");
  if (act !== "retire" && !/^\d{1,7}$/.test(count))
    return again(form, [{ field: "count", text: t("shipping.badCount") }]);
  const answer =
    act === "retire"
      ? await desk.call(`/desk/cartons/${id}/retire`, z.unknown(), { body: {} })
      : await desk.call(`/desk/cartons/${id}/stock`, z.unknown(), {
          body: {
            kind: text(form, "kind"),
            count: Number(count),
            words: text(form, "words"),
            idempotency_key: text(form, "idempotency_key"),
          },
        });
  if (answer.ok) return redirect(`/${path}/desk/cartons`);
  return again(
    form,
    [{ field: fieldOf(answer.refusal, "count"), text: shippingRefusal(path, answer.refusal) }],
    answer.refusal.status,
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

const FIELDS = ["code", "title", "length_mm", "width_mm", "height_mm", "tare_g", "max_weight_kg", "cost"] as const;

/** The boxes that come with the house. */
const EXAMPLES = ["S", "M", "L", "XL"] as const;

export default function CartonsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("shipping");
  const boxes = useTranslations("boxes");
  const f = useFormats();
  const { cartons } = loaderData;
  const own = cartons.filter((carton) => carton.own);
  const exampleName = (code: string) => {
    const known = EXAMPLES.find((one) => one === code);
    return known && t(`exampleCartons.${known}`);
  };
  const problems = actionData?.problems;
  const typed: Record<string, string> = actionData?.typed ?? {};
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <ShippingNav here="cartons" />
      <p>{boxes("sizesHint")}</p>
      <ProblemSummary problems={problems} />
      {own.length === 0 ? <p className="note warn">{t("noCartons")}</p> : null}
      <List
        label={loaderData.title}
        rows={cartons}
        none={t("noCartons")}
        columns={[
          {
            head: t("carton"),
            name: true,
            of: (carton) => (
              <>
                {carton.code} · {carton.own ? carton.title : (exampleName(carton.code) ?? carton.title)}{" "}
                {carton.own ? null : <ExampleTag />}
              </>
            ),
          },
          {
            head: t("inside"),
            of: (carton) => (carton.size_mm === null ? "—" : `${carton.size_mm.join(" × ")} mm`),
          },
          { head: t("columns.tare_g"), num: true, of: (carton) => `${f.number(carton.tare_g)} g` },
          { head: t("mostWeight"), num: true, of: (carton) => f.weight(carton.max_weight_g) },
          { head: t("columns.cost"), num: true, of: (carton) => f.money(carton.cost_minor, carton.currency) },
          { head: t("onShelf"), num: true, of: (carton) => <OnShelf carton={carton} /> },
          {
            head: t("retire"),
            of: (carton) =>
              carton.own ? (
                <form method="post">
                  <input type="hidden" name="carton_id" value={carton.id} />
                  <button className="button quiet" name="act" value="retire">
                    {t("retire")}
                    <span className="visually-hidden"> {carton.code}</span>
                  </button>
                </form>
              ) : (
                "—"
              ),
          },
        ]}
      />
      {own.length > 0 ? (
        <section className="panel stack">
          <h2>{t("stockTitle")}</h2>
          <form method="post" className="stack" noValidate>
            <input type="hidden" name="idempotency_key" value={typed.idempotency_key ?? loaderData.key} />
            <div className="fields two">
              <Select name="carton_id" label={t("carton")} defaultValue={typed.carton_id}>
                {own.map((carton) => (
                  <option key={carton.id} value={carton.id}>
                    {carton.code} · {carton.title}
                  </option>
                ))}
              </Select>
              <Select name="kind" label={t("what")} defaultValue={typed.kind}>
                <option value="received">{t("moves.received")}</option>
                <option value="counted">{t("moves.counted")}</option>
              </Select>
              <Input
                name="count"
                label={t("count")}
                inputMode="numeric"
                defaultValue={typed.count}
                problems={problems}
                required
              />
              <Input name="words" label={t("note")} defaultValue={typed.words} problems={problems} />
            </div>
            <button className="button" name="act" value="stock">
              {t("writeStock")}
            </button>
          </form>
        </section>
      ) : null}
      <section className="panel stack">
        <h2>{t("setCarton")}</h2>
        <p>{t("setCartonNote")}</p>
        <form method="post" className="stack" noValidate>
          <div className="fields two">
            {FIELDS.map((column) => (
              <Input
                key={column}
                name={column}
                label={t(`columns.${column}`)}
                inputMode={column === "code" || column === "title" ? undefined : "decimal"}
                defaultValue={typed[column]}
                problems={problems}
              />
            ))}
          </div>
          <button className="button" name="act" value="set">
            {t("save")}
          </button>
        </form>
      </section>
    </section>
  );
}

/** Boxes on the shelf, with a word when they are fewer than parcels wait for. */
function OnShelf({ carton }: { carton: Carton }) {
  const t = useTranslations("shipping");
  const path = usePath();
  const promised =
    carton.promised > 0 ? <div className="small">{t("promised", { count: carton.promised })}</div> : null;
  if (carton.on_shelf === null)
    return (
      <>
        {t("notCounted")}
        {promised}
      </>
    );
  return (
    <>
      <a href={`/${path}/desk/cartons/${carton.id}`}>{t("boxes", { count: carton.on_shelf })}</a>
      {promised}
      {carton.on_shelf < carton.promised ? (
        <span className="tag bad">
          <span aria-hidden="true">!</span>
          {t("tooFew")}
        </span>
      ) : null}
    </>
  );
}
