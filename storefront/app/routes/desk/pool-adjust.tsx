import { randomUUID } from "node:crypto";
import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { deskLotsSchema, poolsSchema } from "../../features/desk/data.server";
import { LotFinder, lotsAsked } from "../../features/desk/LotFinder";
import { unitsTyped } from "../../features/ledger/amount.server";
import { adjustmentSchema, policySchema } from "../../features/ledger/data.server";
import { poolOf } from "../../features/ledger/names";
import { refusedAt } from "../../features/ledger/words.server";
import { Input, ProblemSummary, Select, TextArea, type Problem } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/pool-adjust";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const asked = lotsAsked(request.url);
  const [{ pools }, { lots, next }, { policy }] = await Promise.all([
    desk.read("/desk/pools", poolsSchema),
    desk.read("/desk/lots", deskLotsSchema, { ...asked.query, pool_id: params.id, here: "true", limit: 100 }),
    desk.read("/desk/ledger-policy", policySchema),
  ]);
  const pool = poolOf(pools, params.id, path);
  const title = say(path)("ledger.adjust.title");
  const left = lots.filter((lot) => lot.left > 0);
  return { pool, id: params.id, policy, lots: left, q: asked.q, next, key: randomUUID(), title };
}

/** One lot, one amount, a reason from the list and words. Under the limit it is done; above it, it waits for another person. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const t = say(path);
  const wrong = (problems: Problem[], status: number) =>
    data({ problems, typed: typed(form), key: text(form, "idempotency_key") }, { status });
  const { pools } = await desk.read("/desk/pools", poolsSchema);
  const { unit } = poolOf(pools, params.id, path);
  const what = text(form, "what");
  const units = unitsTyped(text(form, "amount"), unit);
  const problems: Problem[] = [];
  if (text(form, "lot_id") === "") problems.push({ field: "lot_id", text: t("ledger.adjust.noLot") });
  if (units === null || units === 0) problems.push({ field: "amount", text: t("ledger.noAmount") });
  if (text(form, "words").length < 2) problems.push({ field: "words", text: t("ledgerRefusals.invalid_words") });
  if (problems.length > 0 || units === null) return wrong(problems, 400);
  const [kind, reason] = what.split(":");
  const answer = await desk.call("/desk/adjustments", adjustmentSchema, {
    body: {
      pool_id: params.id,
      kind,
      reason,
      words: text(form, "words"),
      lines: [{ lot_id: text(form, "lot_id"), delta_units: what === "adjust:found" ? units : -units }],
      idempotency_key: text(form, "idempotency_key"),
    },
  });
  if (answer.ok) return redirect(`/${path}/desk/adjustments?done=${answer.value.adjustment.state}`);
  const fields = { words: "words", reason: "what", lines: "amount" };
  return wrong(refusedAt(path, answer.refusal, fields, "amount"), answer.refusal.status);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

const WASTE = ["spoilt", "mould", "pests", "broken", "sample", "missing", "other"] as const;
const ADJUST = ["count", "scale", "mixed_up", "found"] as const;

export default function AdjustPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("ledger");
  const f = useFormats();
  const path = usePath();
  const { pool, lots, policy } = loaderData;
  const problems = actionData?.problems;
  const before: Record<string, string> = actionData?.typed ?? {};
  // Found alone, it is the one that was meant.
  const only = loaderData.q !== "" && lots.length === 1 ? (lots[0]?.id ?? "") : "";
  return (
    <section className="stack">
      <p>
        <a href={`/${path}/desk/pools/${loaderData.id}`}>{pool.name}</a>
      </p>
      <h1>{loaderData.title}</h1>
      <p className="note">
        {t("adjust.limit", { limit: f.units(pool.unit === "g" ? policy.limit_g : policy.limit_pieces, pool.unit) })}
      </p>
      <LotFinder q={loaderData.q} next={loaderData.next} shown={lots.length} />
      <form method="post" className="stack" noValidate>
        <ProblemSummary problems={problems} />
        <input type="hidden" name="idempotency_key" value={actionData?.key ?? loaderData.key} />
        <div className="fields two">
          <Select
            name="lot_id"
            label={t("adjust.lot")}
            required
            defaultValue={before.lot_id ?? only}
            problems={problems}
          >
            <option value="">{t("adjust.chooseLot")}</option>
            {lots.map((lot) => (
              <option key={lot.id} value={lot.id}>
                {t("adjust.lotOption", {
                  number: lot.number,
                  household: lot.household?.name ?? "",
                  left: f.units(lot.left, lot.unit),
                })}
              </option>
            ))}
          </Select>
          <Select
            name="what"
            label={t("adjust.what")}
            required
            defaultValue={before.what ?? "waste:spoilt"}
            problems={problems}
          >
            <optgroup label={t("adjust.waste")}>
              {WASTE.map((reason) => (
                <option key={reason} value={`waste:${reason}`}>
                  {t(`wasteReasons.${reason}`)}
                </option>
              ))}
            </optgroup>
            <optgroup label={t("adjust.correction")}>
              {ADJUST.map((reason) => (
                <option key={reason} value={`adjust:${reason}`}>
                  {t(`adjustReasons.${reason}`)}
                </option>
              ))}
            </optgroup>
          </Select>
          <Input
            name="amount"
            label={pool.unit === "g" ? t("amountKg") : t("amountPieces")}
            hint={t("adjust.amountHint")}
            inputMode="decimal"
            autoComplete="off"
            required
            defaultValue={before.amount}
            problems={problems}
          />
          <TextArea
            name="words"
            label={t("words")}
            hint={t("adjust.wordsHint")}
            rows={3}
            required
            defaultValue={before.words}
            problems={problems}
          />
        </div>
        <button className="button">{t("adjust.enter")}</button>
      </form>
    </section>
  );
}
