import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { meSchema, poolsSchema } from "../../features/desk/data.server";
import { StateTag } from "../../features/desk/StateTag";
import { unitsTyped } from "../../features/ledger/amount.server";
import { stocktakeSchema } from "../../features/ledger/data.server";
import { poolOf } from "../../features/ledger/names";
import { refusedAt } from "../../features/ledger/words.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/stocktake";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [{ pools }, { stocktake, losses }, me] = await Promise.all([
    desk.read("/desk/pools", poolsSchema),
    desk.read(`/desk/stocktakes/${encodeURIComponent(params.id)}`, stocktakeSchema),
    desk.read("/desk/me", meSchema),
  ]);
  const pool = poolOf(pools, stocktake.pool_id, path);
  return {
    stocktake,
    losses,
    pool,
    own: stocktake.counted_by_id === me.member.id,
    title: say(path)("ledger.count.title", { pool: pool.name }),
  };
}

/** Takes a count, approves it, or drops it. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const to = `/desk/stocktakes/${encodeURIComponent(params.id)}`;
  const intent = text(form, "intent");
  let body: object = {};
  if (intent === "count") {
    const { stocktake } = await desk.read(to, stocktakeSchema);
    const { pools } = await desk.read("/desk/pools", poolsSchema);
    const counted = unitsTyped(text(form, "counted"), poolOf(pools, stocktake.pool_id, path).unit);
    if (counted === null) {
      const problems = [{ field: "counted", text: say(path)("ledger.noAmount") }];
      return data({ problems, typed: typed(form) }, { status: 400 });
    }
    body = { counted, words: text(form, "words") };
  }
  const act = intent === "count" || intent === "approve" ? intent : "drop";
  const answer = await desk.call(`${to}/${act}`, z.unknown(), { method: "POST", body });
  if (answer.ok) return redirect(`/${path}${to}`);
  return data(
    { problems: refusedAt(path, answer.refusal, {}, "counted"), typed: typed(form) },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function StocktakePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("ledger");
  const f = useFormats();
  const path = usePath();
  const { stocktake: count, losses, pool, own } = loaderData;
  const lossOf = new Map(losses.map((loss) => [loss.lot_id, loss]));
  const signed = (units: number) => f.signed(units, pool.unit);
  const lossWords = (loss: (typeof losses)[number] | undefined): string => {
    if (!loss) return t("loss.none");
    if (loss.amount_minor === null || loss.basis === null) return t("loss.waits");
    return t(`loss.${loss.basis}`, { amount: f.money(loss.amount_minor, loss.currency) });
  };
  const live = count.state === "open" || count.state === "counted";
  const difference = (count.counted_units ?? 0) - (count.expected_units ?? 0);
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/stocktakes`}>{t("pages.stocktakes")}</a>
        </p>
        <div className="row between">
          <h1>{loaderData.title}</h1>
          <StateTag state={count.state} word={t(`countStates.${count.state}`)} />
        </div>
        <p>{t("count.rule", { rule: t(`bearers.${count.bearer}`) })}</p>
        <ProblemSummary problems={actionData?.problems} />
        {live ? (
          <>
            <p>
              <a className="button second" href={`/${path}/desk/stocktakes/${count.id}/sheet`}>
                {t("count.sheet")}
              </a>
            </p>
            <form method="post" className="stack" noValidate>
              <div className="fields two">
                <Input
                  name="counted"
                  label={pool.unit === "g" ? t("count.countedKg") : t("count.countedPieces")}
                  hint={t("count.countedHint")}
                  inputMode="decimal"
                  autoComplete="off"
                  required
                  defaultValue={actionData?.typed.counted}
                  problems={actionData?.problems}
                />
                <Input
                  name="words"
                  label={t("words")}
                  maxLength={500}
                  defaultValue={actionData?.typed.words ?? count.words ?? ""}
                />
              </div>
              <button className="button" name="intent" value="count">
                {t("count.propose")}
              </button>
            </form>
          </>
        ) : null}
      </section>
      {count.counted_units === null ? null : (
        <section className="stack">
          <h2>{t("count.proposal")}</h2>
          <p>
            {t("count.says", {
              name: count.counted_by ?? "",
              counted: f.units(count.counted_units, pool.unit),
              expected: f.units(count.expected_units ?? 0, pool.unit),
              difference: signed(difference),
            })}
          </p>
          {count.lines.length === 0 ? <p className="panel">{t("count.noDifference")}</p> : null}
          <div className="scroll-x" tabIndex={0} role="region" aria-label={t("count.proposal")}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t("lot")}</th>
                  <th scope="col">{t("household")}</th>
                  <th scope="col" className="num">
                    {t("count.difference")}
                  </th>
                  <th scope="col">{t("count.borneBy")}</th>
                </tr>
              </thead>
              <tbody>
                {count.lines.map((line) => (
                  <tr key={line.lot_id}>
                    <th scope="row">{line.lot_number}</th>
                    <td>{line.household?.name ?? ""}</td>
                    <td className="num">{signed(line.delta_units)}</td>
                    <td>
                      {t(`borne.${line.borne_by}`)}
                      {count.state === "approved" && line.borne_by === "cooperative" ? (
                        <span className="block muted">{lossWords(lossOf.get(line.lot_id))}</span>
                      ) : null}
                    </td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row" colSpan={2}>
                    {t("sum")}
                  </th>
                  <td className="num">{signed(difference)}</td>
                  <td />
                </tr>
              </tfoot>
            </table>
          </div>
          {count.state === "counted" ? (
            <form method="post" className="row">
              {own ? (
                <p>{t("count.own")}</p>
              ) : (
                <button className="button" name="intent" value="approve">
                  {t("count.approve", { amount: signed(difference) })}
                </button>
              )}
              <button className="button second" name="intent" value="drop">
                {t("count.drop")}
              </button>
            </form>
          ) : null}
        </section>
      )}
    </div>
  );
}
