import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { packsSchema, type Pack } from "../../features/shipping/data.server";
import { again, bringRows } from "../../features/shipping/sheet.server";
import { COLUMNS } from "../../features/shipping/sheets";
import { ShippingNav } from "../../features/shipping/ShippingNav";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { List } from "../../features/ui/List";
import { typed as typedOf } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/packs";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { packs } = await desk.read("/desk/packs", packsSchema);
  return { packs, chosen: new URL(request.url).searchParams.get("pack"), title: say(path)("shipping.pages.packs") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const typed = typedOf(form);
  const row = Object.fromEntries(COLUMNS.packs.map((column) => [column, typed[column] ?? ""]));
  const written = await bringRows(desk, path, "packs", [{ ...row, line: 1 }]);
  return written.ok ? redirect(`/${path}/desk/packs`) : again(form, written.problems, written.status);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

const NUMBERS = ["gross_g", "length_mm", "width_mm", "height_mm", "volume_ml"] as const;
const MARKS = ["fragile", "cold", "keep_upright"] as const;

export default function PacksPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("shipping");
  const boxes = useTranslations("boxes");
  const f = useFormats();
  const path = usePath();
  const { packs } = loaderData;
  const typed: Record<string, string> | undefined = actionData?.typed;
  const chosen = packs.find((pack) => pack.variant_id === (typed?.variant_id ?? loaderData.chosen));
  const was = typed ?? (chosen ? typedOfPack(chosen) : {});
  const problems = actionData?.problems;
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <ShippingNav here="packs" />
      <p>{t("packsNote")}</p>
      <p>
        {boxes("sizesHint")} {boxes("uprightHint")}
      </p>
      <ProblemSummary problems={problems} />
      {chosen ? (
        <section className="panel stack" id="pack-form">
          <h2>{t("changeOf", { name: chosen.names[path] })}</h2>
          <form method="post" className="stack" noValidate>
            <input type="hidden" name="variant_id" value={chosen.variant_id} />
            <div className="fields two">
              {NUMBERS.map((column) => (
                <Input
                  key={column}
                  name={column}
                  label={t(`columns.${column}`)}
                  hint={column === "gross_g" ? t("netHint", { weight: f.weight(chosen.net_g) }) : undefined}
                  inputMode="numeric"
                  defaultValue={was[column]}
                  problems={problems}
                />
              ))}
              <Input
                name="goods_class"
                label={t("columns.goods_class")}
                hint={t("classHint")}
                defaultValue={was.goods_class}
                problems={problems}
              />
              <Input
                name="not_with"
                label={t("columns.not_with")}
                hint={t("notWithHint")}
                defaultValue={was.not_with}
                problems={problems}
              />
            </div>
            <div className="row">
              {MARKS.map((name) => (
                <label className="check" key={name}>
                  <input type="checkbox" name={name} value="yes" defaultChecked={was[name] === "yes"} />
                  {t(`columns.${name}`)}
                </label>
              ))}
            </div>
            <button className="button">{t("save")}</button>
          </form>
        </section>
      ) : null}
      <List
        label={loaderData.title}
        rows={packs.map((pack) => ({ ...pack, id: pack.variant_id }))}
        none={t("noPacks")}
        columns={[
          { head: t("pack"), name: true, of: (pack) => pack.names[path] },
          { head: t("net"), num: true, of: (pack) => f.weight(pack.net_g) },
          {
            head: t("columns.gross_g"),
            num: true,
            of: (pack) => (pack.gross_g === undefined ? "—" : `${f.number(pack.gross_g)} g`),
          },
          {
            head: t("size"),
            of: (pack) =>
              pack.size_mm ? `${pack.size_mm.join(" × ")} mm` : pack.volume_ml ? `${f.number(pack.volume_ml)} ml` : "—",
          },
          {
            head: t("marks"),
            of: (pack) =>
              [
                ...MARKS.filter((mark) => pack[mark]).map((mark) => t(`columns.${mark}`)),
                ...(pack.goods_class ? [pack.goods_class] : []),
                ...(pack.not_with.length > 0 ? [t("notWith", { classes: pack.not_with.join(" ") })] : []),
              ].join(t("and")) || "—",
          },
          {
            head: t("change"),
            of: (pack) => (
              <a href={`/${path}/desk/packs?pack=${pack.variant_id}#pack-form`}>
                {t("change")}
                <span className="visually-hidden"> {pack.names[path]}</span>
              </a>
            ),
          },
        ]}
      />
    </section>
  );
}

function typedOfPack(pack: Pack): Record<string, string> {
  const [length_mm, width_mm, height_mm] = pack.size_mm ?? [];
  const numbers = { gross_g: pack.gross_g, length_mm, width_mm, height_mm, volume_ml: pack.volume_ml };
  return {
    ...Object.fromEntries(
      Object.entries(numbers).map(([name, value]) => [name, value === undefined ? "" : String(value)]),
    ),
    ...Object.fromEntries(MARKS.map((mark) => [mark, pack[mark] ? "yes" : ""])),
    goods_class: pack.goods_class ?? "",
    not_with: pack.not_with.join(" "),
  };
}
