import { useTranslations } from "use-intl";
import { lotLifeSchema } from "../../features/shorts/life.server";
import { Person, Reason, Source } from "../../features/ledger/Reason";
import { ShortTag } from "../../features/shorts/ShortTag";
import { ParcelStateTag } from "../../features/order/ParcelCard";
import { Bar } from "../../features/ui/Bar";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/lot";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const after = new URL(request.url).searchParams.get("after") ?? undefined;
  return desk.read(`/desk/lots/${encodeURIComponent(params.id)}`, lotLifeSchema, { after });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.lot.number ?? ""} · Commonlot` }];

const PARTS = ["sold", "held", "left", "lost"] as const;
const KINDS = ["intake", "hold", "release", "ship", "waste", "adjust", "return", "split"] as const;

export default function LotPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("lotLife");
  const pool = useTranslations("pool");
  const intake = useTranslations("intake");
  const split = useTranslations("split");
  const f = useFormats();
  const path = usePath();
  const { lot, movements, allocations, shorts, parcels, money, recalls, parent, children, next } = loaderData;
  const change = (delta: number) => (delta === 0 ? "" : f.signed(delta, lot.unit));
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/lots`}>{t("back")}</a>
        </p>
        <div className="row between">
          <h1>
            {t("title", { number: lot.number })} · {lot.produce_name[path]} {lot.grade_name[path]}
          </h1>
          <span className="row">
            <a className="button second" href={`/${path}/desk/tickets/${lot.id}`}>
              {intake("openTicket")}
            </a>
            <a className="button second" href={`/${path}/desk/shorts/new?lot=${lot.id}`}>
              {t("enterShort")}
            </a>
            {lot.recalled ? null : (
              <a className="button second" href={`/${path}/desk/lots/${lot.id}/split`}>
                {split("link")}
              </a>
            )}
            {lot.recalled ? null : (
              <a className="button second" href={`/${path}/desk/recalls?lot=${lot.id}`}>
                {t("recall")}
              </a>
            )}
          </span>
        </div>
        {recalls.map((one) => (
          <p key={one.id} className={one.state === "open" ? "note warn" : "note"}>
            <a href={`/${path}/desk/recalls/${one.id}`}>{one.number}</a> · {one.reason}
          </p>
        ))}
        {lot.returned_for === null ? null : (
          <p className="note">
            <a href={`/${path}/desk/claims/${lot.returned_for}`}>{t("ofClaim")}</a>
          </p>
        )}
        {parent === null ? null : (
          <p>
            {t("splitOff")}{" "}
            <a href={`/${path}/desk/lots/${parent.lot_id}`}>
              {parent.number} {parent.grade_name[path]}
            </a>
          </p>
        )}
        {children.length === 0 ? null : (
          <section className="stack-s">
            <h2>{t("splits")}</h2>
            <ul className="plain stack-s">
              {children.map((one) => (
                <li key={one.lot_id}>
                  <a href={`/${path}/desk/lots/${one.lot_id}`}>
                    {one.number} {one.grade_name[path]}
                  </a>{" "}
                  · {f.units(one.units, one.unit)}
                </li>
              ))}
            </ul>
          </section>
        )}
        <dl className="facts">
          <dt>{t("household")}</dt>
          <dd>{lot.household ? `${lot.household.name} ${lot.household.card_number}` : "–"}</dd>
          <dt>{t("weighed")}</dt>
          <dd>{t("weighedBy", { at: f.time(lot.weighed_at), name: lot.weigher })}</dd>
          <dt>{t("picked")}</dt>
          <dd>{f.date(lot.harvested_on)}</dd>
          {lot.best_before === null ? null : (
            <>
              <dt>{t("bestBefore")}</dt>
              <dd>{f.date(lot.best_before)}</dd>
            </>
          )}
          {lot.gross_g === null || lot.tare_g === null ? null : (
            <>
              <dt>{t("scale")}</dt>
              <dd>{t("grossTare", { gross: f.weight(lot.gross_g), tare: f.weight(lot.tare_g) })}</dd>
            </>
          )}
        </dl>
        <Bar
          label={pool("bar")}
          parts={PARTS.map((part) => ({ key: part, part, value: lot[part], label: pool(part) }))}
        />
        <table>
          <caption>{pool("equation")}</caption>
          <tbody>
            {PARTS.map((part) => (
              <tr key={part}>
                <th scope="row">
                  <span className={`key part-${part}`} aria-hidden="true" />
                  {pool(part)}
                </th>
                <td className="num">{f.units(lot[part], lot.unit)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{pool("in")}</th>
              <td className="num">
                <strong>{f.units(lot.units - lot.kept_apart, lot.unit)}</strong>
              </td>
            </tr>
          </tfoot>
        </table>
        {money.map((one) => (
          <p key={one.currency}>
            {t("earned", {
              amount: f.moneyInWords(
                one.sales.reduce((sum, sale) => sum + sale.share_minor, 0),
                one.currency,
              ),
            })}
          </p>
        ))}
      </section>
      <section className="stack">
        <h2>{t("parcels")}</h2>
        {parcels.length === 0 ? <p className="panel">{t("noParcels")}</p> : null}
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t("parcels")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("parcel")}</th>
                <th scope="col">{t("order")}</th>
                <th scope="col">{t("state")}</th>
                <th scope="col">{t("to")}</th>
                <th scope="col" className="num">
                  {t("amount")}
                </th>
              </tr>
            </thead>
            <tbody>
              {parcels.map((one) => (
                <tr key={one.parcel_id}>
                  <th scope="row">
                    <a href={`/${path}/desk/parcels/${one.parcel_id}`}>{one.number}</a>
                  </th>
                  <td>{one.display_id === null ? "" : `#${one.display_id}`}</td>
                  <td>
                    <ParcelStateTag state={one.state} />
                  </td>
                  <td>{one.name}</td>
                  <td className="num">{f.units(one.units, lot.unit)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {next === null ? null : (
          <p>
            <a href={`/${path}/desk/lots/${lot.id}?after=${encodeURIComponent(next)}`}>{t("more")}</a>
          </p>
        )}
      </section>
      <section className="stack">
        <h2>{t("given")}</h2>
        {allocations.length === 0 ? <p className="panel">{t("nothingGiven")}</p> : null}
        <ul className="plain stack-s">
          {allocations.map((one) => (
            <li key={one.id} className="panel">
              <strong>{f.units(one.units, lot.unit)}</strong> · {f.time(one.at)}
              {one.state === "released" ? ` · ${t("released")}` : ""}
              <br />
              {one.why[path]}
            </li>
          ))}
        </ul>
      </section>
      {shorts.length === 0 ? null : (
        <section className="stack">
          <h2>{t("shorts")}</h2>
          <ul className="plain stack-s">
            {shorts.map((one) => (
              <li key={one.id}>
                <a href={`/${path}/desk/shorts/${one.id}`}>{one.number}</a> <ShortTag state={one.state} />{" "}
                {f.units(one.units, lot.unit)} · {one.reason}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="stack">
        <h2>{pool("movements")}</h2>
        <div className="scroll-x" tabIndex={0} role="region" aria-label={pool("movements")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{pool("at")}</th>
                <th scope="col">{pool("kind")}</th>
                <th scope="col" className="num">
                  {pool("onHand")}
                </th>
                <th scope="col" className="num">
                  {pool("held")}
                </th>
                <th scope="col">{pool("why")}</th>
              </tr>
            </thead>
            <tbody>
              {movements.map((movement) => {
                const kind = KINDS.find((one) => one === movement.kind);
                return (
                  <tr key={movement.id}>
                    <td>{f.time(movement.at)}</td>
                    <td>{kind === undefined ? movement.kind : pool(`kinds.${kind}`)}</td>
                    <td className="num">{change(movement.on_hand_delta)}</td>
                    <td className="num">{change(movement.held_delta)}</td>
                    <td>
                      <Reason reason={movement.reason} /> · <Person person={movement.person} /> ·{" "}
                      <Source source={movement.source} />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </section>
    </div>
  );
}
