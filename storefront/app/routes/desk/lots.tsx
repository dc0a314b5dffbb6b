import { useTranslations } from "use-intl";
import { deskLotsSchema, poolsSchema } from "../../features/desk/data.server";
import { LotTable } from "../../features/desk/LotTable";
import { ReceiptCard } from "../../features/desk/ReceiptCard";
import { newKey, weighIn } from "../../features/desk/weigh-in.server";
import { Input, ProblemSummary, Select } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { TIME_ZONE } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/lots";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [{ pools }, { lots }] = await Promise.all([
    desk.read("/desk/pools", poolsSchema),
    desk.read("/desk/lots", deskLotsSchema, { limit: 10 }),
  ]);
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: TIME_ZONE }).format(new Date());
  return {
    pools: pools.filter((pool) => pool.status === "open"),
    lots,
    key: newKey(),
    today,
    title: say(path)("lots.title"),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const { pools } = await desk.read("/desk/pools", poolsSchema);
  return weighIn(form, desk, (pool_id) => pools.find((pool) => pool.id === pool_id)?.unit, path);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function LotsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("lots");
  const path = usePath();
  const typed: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  const { pools } = loaderData;
  const pieces = pools.some((pool) => pool.unit === "piece");
  return (
    <div className="stack-l">
      <div className="two-columns">
        <section className="stack">
          <h1>{t("title")}</h1>
          <form method="post" className="stack" noValidate>
            <ProblemSummary problems={problems} />
            <input type="hidden" name="idempotency_key" value={actionData?.key ?? loaderData.key} />
            <div className="fields two">
              <Input
                name="card_number"
                label={t("card")}
                hint={t("cardHint")}
                autoComplete="off"
                autoCapitalize="characters"
                required
                autoFocus={!problems || problems.length === 0}
                defaultValue={typed.card_number}
                problems={problems}
              />
              <Select name="pool_id" label={t("pool")} required defaultValue={typed.pool_id ?? ""} problems={problems}>
                <option value="">{t("choose")}</option>
                {pools.map((pool) => (
                  <option key={pool.id} value={pool.id}>
                    {[pool.origin.name?.[path], pool.produce_name[path], pool.grade_name[path]]
                      .filter(Boolean)
                      .join(" · ")}
                  </option>
                ))}
              </Select>
              <Input
                name="gross"
                label={t("gross")}
                hint={t("kgHint")}
                inputMode="decimal"
                autoComplete="off"
                defaultValue={typed.gross}
                problems={problems}
              />
              <Input
                name="tare"
                label={t("tare")}
                hint={t("tareHint")}
                inputMode="decimal"
                autoComplete="off"
                defaultValue={typed.tare}
                problems={problems}
              />
              {pieces ? (
                <Input
                  name="pieces"
                  label={t("pieces")}
                  hint={t("piecesHint")}
                  inputMode="numeric"
                  autoComplete="off"
                  defaultValue={typed.pieces}
                  problems={problems}
                />
              ) : null}
              <Input
                name="harvested_on"
                label={t("harvestedOn")}
                type="date"
                max={loaderData.today}
                required
                defaultValue={typed.harvested_on ?? loaderData.today}
                problems={problems}
              />
            </div>
            <button className="button">{t("weigh")}</button>
          </form>
        </section>
        {actionData?.receipt ? (
          <ReceiptCard receipt={actionData.receipt} />
        ) : (
          <p className="note">{t("receiptHere")}</p>
        )}
      </div>
      <section className="stack">
        <h2>{t("last")}</h2>
        {loaderData.lots.length === 0 ? (
          <p className="panel">{t("none")}</p>
        ) : (
          <LotTable lots={loaderData.lots} caption={t("last")} />
        )}
      </section>
    </div>
  );
}
