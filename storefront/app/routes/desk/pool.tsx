import { useTranslations } from "use-intl";
import { poolDetailSchema } from "../../features/desk/data.server";
import { Bar } from "../../features/ui/Bar";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/pool";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const before = new URL(request.url).searchParams.get("before") ?? undefined;
  const detail = await desk.read(`/desk/pools/${encodeURIComponent(params.id)}`, poolDetailSchema, { cursor: before });
  const { pool } = detail;
  return {
    ...detail,
    title: [pool.origin.name?.[path], pool.produce_name[path], pool.grade_name[path]].filter(Boolean).join(" · "),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** Kinds with a reason somebody wrote; the others say it all by their name. */
const EXPLAINED: ReadonlySet<string> = new Set(["waste", "adjust", "return"]);
const PARTS = ["sold", "held", "left", "lost"] as const;

export default function PoolPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("pool");
  const f = useFormats();
  const path = usePath();
  const { pool, figures, movements, next } = loaderData;
  const change = (delta: number) =>
    delta === 0 ? "" : `${delta > 0 ? "+" : "−"}${f.units(Math.abs(delta), pool.unit)}`;
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <p>{t("from", { lots: figures.lots, households: figures.households })}</p>
        <Bar
          label={t("bar")}
          parts={PARTS.map((part) => ({ key: part, part, value: figures[part], label: t(part) }))}
        />
        <table>
          <caption>{t("equation")}</caption>
          <tbody>
            {PARTS.map((part) => (
              <tr key={part}>
                <th scope="row">
                  <span className={`key part-${part}`} aria-hidden="true" />
                  {t(part)}
                </th>
                <td className="num">{f.units(figures[part], pool.unit)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("in")}</th>
              <td className="num">
                <strong>{f.units(figures.in, pool.unit)}</strong>
              </td>
            </tr>
          </tfoot>
        </table>
        {figures.kept_apart > 0 ? (
          <p className="note">{t("keptApart", { amount: f.units(figures.kept_apart, pool.unit) })}</p>
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
                    {[
                      EXPLAINED.has(movement.kind) ? movement.reason : null,
                      movement.person === "system" ? t("system") : movement.person,
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {next === null || movements.length < 100 ? null : (
          <p>
            <a href={`/${path}/desk/pools/${pool.id}?before=${encodeURIComponent(next)}`}>{t("older")}</a>
          </p>
        )}
      </section>
    </div>
  );
}
