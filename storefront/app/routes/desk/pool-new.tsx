import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import type { PriceMode } from "@commonlot/domain";
import { both } from "../../lib/shapes";
import { unitsTyped } from "../../features/ledger/amount.server";
import { refusedAt } from "../../features/ledger/words.server";
import { Input, ProblemSummary, Select, type Problem } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/pool-new";

const choice = z.object({ code: z.string(), name: both });
const choicesSchema = z.object({
  villages: z.array(z.object({ id: z.string(), name: both })),
  produce: z.array(choice),
  grades: z.array(choice),
});

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return { ...(await desk.read("/desk/pool-choices", choicesSchema)), title: say(path)("newPool.title") };
}

const FIELDS = { village_id: "village_id", grade: "grade", piece_g: "piece_g", pack_units: "pack", reason: "reason" };

/** Opens the pool; what was typed stays when it can't be. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const t = say(path);
  const unit = text(form, "unit") === "piece" ? "piece" : "g";
  const blendable = text(form, "blendable") !== "no";
  const piece_g = unitsTyped(text(form, "piece_g"), "piece");
  const pack = unitsTyped(text(form, "pack"), unit);
  const problems: Problem[] = [];
  if (text(form, "village_id") === "") problems.push({ field: "village_id", text: t("newPool.needVillage") });
  if (text(form, "produce") === "") problems.push({ field: "produce", text: t("newPool.needProduce") });
  if (unit === "piece" && !piece_g) problems.push({ field: "piece_g", text: t("newPool.needPiece") });
  if (!blendable && !pack) problems.push({ field: "pack", text: t("newPool.needPack") });
  if (text(form, "reason").length < 2) problems.push({ field: "reason", text: t("newPool.needReason") });
  if (problems.length > 0) return data({ problems, typed: typed(form) }, { status: 400 });
  const answer = await desk.call("/desk/pools", z.object({ pool: z.object({ id: z.string() }) }), {
    body: {
      village_id: text(form, "village_id"),
      produce: text(form, "produce"),
      grade: text(form, "grade"),
      unit,
      blendable,
      ...(unit === "piece" ? { piece_g } : {}),
      ...(blendable ? {} : { pack_units: pack }),
      price_mode: text(form, "price_mode") || "by_sale",
      reason: text(form, "reason"),
    },
  });
  if (answer.ok) return redirect(`/${path}/desk/pools/${answer.value.pool.id}`);
  const found: Problem[] =
    answer.refusal.code === "pool_stands"
      ? [{ field: "grade", text: t("newPool.stands") }]
      : refusedAt(path, answer.refusal, FIELDS, "village_id");
  return data({ problems: found, typed: typed(form) }, { status: answer.refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

const PRICE_MODES: readonly PriceMode[] = ["by_sale", "fixed", "pool_average"];

export default function NewPoolPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("newPool");
  const path = usePath();
  const problems = actionData?.problems;
  const was: Record<string, string> = actionData?.typed ?? {};
  const options = (list: readonly { code: string; name: { zh: string; en: string } }[]) =>
    list.map((one) => (
      <option key={one.code} value={one.code}>
        {one.name[path]}
      </option>
    ));
  return (
    <section className="stack narrow">
      <p>
        <a href={`/${path}/desk/pools`}>{t("back")}</a>
      </p>
      <h1>{loaderData.title}</h1>
      <p>{t("lead")}</p>
      <form method="post" className="stack" noValidate>
        <ProblemSummary problems={problems} />
        <Select name="village_id" label={t("village")} required defaultValue={was.village_id ?? ""} problems={problems}>
          <option value="">{t("choose")}</option>
          {options(loaderData.villages.map(({ id, name }) => ({ code: id, name })))}
        </Select>
        <Select
          name="produce"
          label={t("produce")}
          hint={t("produceHint")}
          required
          defaultValue={was.produce ?? ""}
          problems={problems}
        >
          <option value="">{t("choose")}</option>
          {options(loaderData.produce)}
        </Select>
        <Select name="grade" label={t("grade")} required defaultValue={was.grade ?? "1"} problems={problems}>
          {options(loaderData.grades)}
        </Select>
        <Select name="unit" label={t("unit")} defaultValue={was.unit ?? "g"} problems={problems}>
          <option value="g">{t("units.g")}</option>
          <option value="piece">{t("units.piece")}</option>
        </Select>
        <Input
          name="piece_g"
          label={t("pieceWeight")}
          hint={t("pieceHint")}
          inputMode="numeric"
          autoComplete="off"
          defaultValue={was.piece_g}
          problems={problems}
        />
        <Select
          name="blendable"
          label={t("blendable")}
          hint={t("blendableHint")}
          defaultValue={was.blendable ?? "yes"}
          problems={problems}
        >
          <option value="yes">{t("blends.yes")}</option>
          <option value="no">{t("blends.no")}</option>
        </Select>
        <Input
          name="pack"
          label={t("pack")}
          hint={t("packHint")}
          inputMode="decimal"
          autoComplete="off"
          defaultValue={was.pack}
          problems={problems}
        />
        <Select
          name="price_mode"
          label={t("priceMode")}
          hint={t("priceModeHint")}
          defaultValue={was.price_mode ?? "by_sale"}
          problems={problems}
        >
          {PRICE_MODES.map((mode) => (
            <option key={mode} value={mode}>
              {t(`priceModes.${mode}`)}
            </option>
          ))}
        </Select>
        <Input
          name="reason"
          label={t("reason")}
          hint={t("reasonHint")}
          required
          maxLength={300}
          defaultValue={was.reason}
          problems={problems}
        />
        <button className="button">{t("open")}</button>
      </form>
    </section>
  );
}
