import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { meSchema } from "../../features/desk/data.server";
import { StateTag } from "../../features/desk/StateTag";
import { poolDetailSchema } from "../../features/ledger/data.server";
import { Person, Reason } from "../../features/ledger/Reason";
import type { Figure } from "../../features/ledger/figures";
import { poolName } from "../../features/ledger/names";
import { StockBar } from "../../features/ledger/StockBar";
import { refusedAt } from "../../features/ledger/words.server";
import { Bar } from "../../features/ui/Bar";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { Older } from "../../features/ui/Older";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/pool";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const [detail, me] = await Promise.all([
    desk.read(`/desk/pools/${encodeURIComponent(params.id)}`, poolDetailSchema, { cursor }),
    desk.read("/desk/me", meSchema),
  ]);
  return { ...detail, title: poolName(detail.pool, path), maySwitch: me.member.role === "manager" };
}

/** Closes the pool, or opens it again. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const reason = text(form, "reason");
  if (reason.length < 2)
    return data({ problems: [{ field: "reason", text: say(path)("ledgerRefusals.invalid_words") }] }, { status: 400 });
  const answer = await desk.call(`/desk/pools/${encodeURIComponent(params.id)}/status`, z.unknown(), {
    body: { status: text(form, "status") === "closed" ? "closed" : "open", reason },
  });
  if (answer.ok) return redirect(`/${path}/desk/pools/${encodeURIComponent(params.id)}`);
  return data({ problems: refusedAt(path, answer.refusal, {}, "reason") }, { status: answer.refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** Kinds with a reason somebody wrote; the others say it all by their name. */
const EXPLAINED: ReadonlySet<string> = new Set(["waste", "adjust", "return", "split"]);
const PARTS = ["sold", "held", "left", "lost"] as const;
const CHANGES = ["returned", "adjusted", "split"] as const;

export default function PoolPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("pool");
  const l = useTranslations("ledger");
  const f = useFormats();
  const path = usePath();
  const n = useTranslations("newPool");
  const { pool, figures, stock, movements, next, title } = loaderData;
  const at = `/${path}/desk/pools/${pool.id}`;
  const open = (figure: Figure, amount: number) => (
    <a href={`${at}/why?figure=${figure}`}>{f.units(amount, pool.unit)}</a>
  );
  const change = (delta: number) => (delta === 0 ? "" : f.signed(delta, pool.unit));
  return (
    <div className="stack-l">
      <section className="stack">
        <div className="row between">
          <h1>{title}</h1>
          {pool.status === "closed" ? <StateTag state="closed" word={t("closed")} /> : null}
        </div>
        <p>{t("from", { lots: figures.lots, households: figures.households })}</p>
        {stock.has_packs ? null : (
          <p className="note">{stock.sku === null ? n("noPacksNoSku") : n("noPacks", { sku: stock.sku })}</p>
        )}
        <div className="row">
          <a className="button second" href={`${at}/why`}>
            {l("whyTitle", { amount: f.units(figures.on_hand, pool.unit) })}
          </a>
          <a className="button second" href={`${at}/adjust`}>
            {l("enterWaste")}
          </a>
          <a className="button second" href={`${at}/audit`}>
            {l("audit.title")}
          </a>
          <a className="button second" href={`${at}/rule`}>
            {t("rule")}
          </a>
          <a className="button second" href={`${at}/simulate`}>
            {t("simulate")}
          </a>
        </div>
        <StockBar pool={pool} name={title} />
        <table>
          <caption>{l("stock")}</caption>
          <tbody>
            <tr>
              <th scope="row">{t("onHand")}</th>
              <td className="num">{open("on_hand", figures.on_hand)}</td>
            </tr>
            <tr>
              <th scope="row">
                <span className="key part-held" aria-hidden="true" />
                {t("held")}
              </th>
              <td className="num">{open("promised", figures.held)}</td>
            </tr>
            <tr>
              <th scope="row">
                <span className="key part-available" aria-hidden="true" />
                {l("bar.available")}
              </th>
              <td className="num">{open("left", figures.left)}</td>
            </tr>
            <tr>
              <th scope="row">
                <span className="key part-forecast" aria-hidden="true" />
                {l("bar.forecast")}
              </th>
              <td className="num">
                <a href={`/${path}/desk/forecasts?pool=${pool.id}`}>{f.units(pool.forecast.expected, pool.unit)}</a>
              </td>
            </tr>
          </tbody>
        </table>
        <p className="note">{l("forecastNote", { declared: f.units(pool.forecast.declared, pool.unit) })}</p>
      </section>
      <section className="stack">
        <h2>{t("equation")}</h2>
        <Bar
          label={t("bar")}
          parts={PARTS.map((part) => ({ key: part, part, value: figures[part], label: t(part) }))}
        />
        <table>
          <caption className="visually-hidden">{t("equation")}</caption>
          <tbody>
            {PARTS.map((part) => (
              <tr key={part}>
                <th scope="row">
                  <span className={`key part-${part}`} aria-hidden="true" />
                  {t(part)}
                </th>
                <td className="num">{open(part, figures[part])}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("in")}</th>
              <td className="num">
                <strong>{open("in", figures.in)}</strong>
              </td>
            </tr>
            {CHANGES.filter((part) => figures[part] !== 0).map((part) => (
              <tr key={part}>
                <th scope="row">{l(`figures.${part}`)}</th>
                <td className="num">
                  {figures[part] < 0 ? "" : "+"}
                  {open(part, figures[part])}
                </td>
              </tr>
            ))}
          </tfoot>
        </table>
        {figures.kept_apart > 0 ? (
          <p className="note">
            <a href={`${at}/why?figure=kept_apart`}>
              {t("keptApart", { amount: f.units(figures.kept_apart, pool.unit) })}
            </a>
          </p>
        ) : null}
      </section>
      <section className="stack">
        <h2>{t("movements")}</h2>
        {movements.length === 0 ? <p className="panel">{t("none")}</p> : null}
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t("movements")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("at")}</th>
                <th scope="col">{t("kind")}</th>
                <th scope="col">{t("lot")}</th>
                <th scope="col" className="num">
                  {t("onHand")}
                </th>
                <th scope="col" className="num">
                  {t("held")}
                </th>
                <th scope="col">{t("why")}</th>
              </tr>
            </thead>
            <tbody>
              {movements.map((movement) => (
                <tr key={movement.id}>
                  <td>{f.time(movement.at)}</td>
                  <td>{t(`kinds.${movement.kind}`)}</td>
                  <td>{movement.lot_number ?? ""}</td>
                  <td className="num">{change(movement.on_hand_delta)}</td>
                  <td className="num">{change(movement.held_delta)}</td>
                  <td>
                    {EXPLAINED.has(movement.kind) ? (
                      <>
                        <Reason reason={movement.reason} />
                        {" · "}
                      </>
                    ) : null}
                    <Person person={movement.person} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Older href={next === null ? null : `${at}?before=${encodeURIComponent(next)}`} />
      </section>
      {loaderData.maySwitch ? (
        <section className="stack">
          <h2>{pool.status === "closed" ? t("openAgain") : t("close")}</h2>
          <p>{pool.status === "closed" ? t("openAgainSaid") : t("closeSaid")}</p>
          <form method="post" className="stack" noValidate>
            <ProblemSummary problems={actionData?.problems} />
            <Input name="reason" label={l("reason")} required maxLength={500} problems={actionData?.problems} />
            <button className="button second" name="status" value={pool.status === "closed" ? "open" : "closed"}>
              {pool.status === "closed" ? t("openAgain") : t("close")}
            </button>
          </form>
        </section>
      ) : null}
    </div>
  );
}
