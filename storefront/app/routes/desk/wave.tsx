import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { act } from "../../features/carrier-acts/acts.server";
import { WaveBookings } from "../../features/carrier-acts/WithCarriers";
import { ParcelStateTag } from "../../features/order/ParcelCard";
import { waveSchema } from "../../features/packing/data.server";
import { PaperList } from "../../features/packing/PaperList";
import { askForPaper } from "../../features/packing/papers.server";
import { WantedOn } from "../../features/packing/Wanted";
import { WaveProgress, WaveTag } from "../../features/packing/WaveProgress";
import { refusedAt } from "../../features/packing/words.server";
import { ProblemSummary } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { List } from "../../features/ui/List";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/wave";

export async function loader({ request, params }: Route.LoaderArgs) {
  const desk = await member(request, "desk", pathParam(params));
  const query = new URL(request.url).searchParams;
  const left = query.get("left");
  return {
    ...(await desk.read(`/desk/waves/${encodeURIComponent(params.id)}`, waveSchema, {
      after: query.get("after") ?? undefined,
    })),
    left: left !== null && /^\d{1,6}$/.test(left) ? Number(left) : 0,
  };
}

/** Asks for a paper, has carriers asked, adds what was planned anew, or closes the wave. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const acted = await act(desk, path, form, `/desk/waves/${encodeURIComponent(params.id)}`);
  if (acted) return acted;
  if (form.has("paper")) return askForPaper(desk, path, form, { wave_id: params.id });
  const to = `/desk/waves/${encodeURIComponent(params.id)}`;
  const adds = form.has("order_id");
  const answer = adds
    ? await desk.call(`${to}/add`, z.unknown(), { body: { order_ids: [text(form, "order_id")] } })
    : await desk.call(`${to}/close`, z.unknown(), { body: {} });
  if (answer.ok) return redirect(`/${path}${to}`);
  return data({ problems: refusedAt(path, answer.refusal, "wave") }, { status: answer.refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.wave.number ?? ""} · Commonlot` }];

const PAPERS = ["labels", "labels_a4", "slips", "pick_list"] as const;

export default function WavePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("packing.wave");
  const f = useFormats();
  const path = usePath();
  const { wave, successors, left } = loaderData;
  const here = `/${path}/desk/waves/${wave.id}`;
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/waves`}>{t("back")}</a>
        </p>
        <div className="row between">
          <h1>{t("title", { number: wave.number })}</h1>
          <WaveTag wave={wave} />
        </div>
        <ProblemSummary problems={actionData?.problems} />
        <p>{t("leaves", { time: f.time(wave.cut_off_at) })}</p>
        {left > 0 ? <p className="note">{t("left", { count: left })}</p> : null}
        <WaveProgress wave={wave} />
        {loaderData.without_phone.length === 0 ? null : (
          <div className="note warn">
            <p>
              <span aria-hidden="true">! </span>
              {t("withoutPhone", { count: loaderData.without_phone.length })}
            </p>
            <ul className="plain">
              {loaderData.without_phone.map((one) => (
                <li key={one.id}>
                  <a className="line-link" href={`/${path}/desk/parcels/${one.id}`}>
                    {one.number} · {one.name}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        )}
        <p className="row">
          <a className="button" href={`/${path}/desk/pack`}>
            {t("pack")}
          </a>
          <a className="button second" href={`${here}/pick-list`}>
            {t("pickList")}
          </a>
          {wave.packed > 0 ? (
            <a className="button second" href={`${here}/handover`}>
              {t("handOver", { count: wave.packed })}
            </a>
          ) : null}
        </p>
        {wave.closed_at === null && wave.parcels === wave.handed_over ? (
          <form method="post">
            <button className="button second">{t("close")}</button>
          </form>
        ) : null}
      </section>
      {successors.length > 0 ? (
        <section className="stack">
          <h2>{t("anew")}</h2>
          <p>{t("anewHint")}</p>
          <ul className="plain stack-s">
            {successors.map((one) => (
              <li key={one.order_id} className="row">
                <span>{t("anewOne", { number: one.display_id ?? one.order_id, voided: one.voided })}</span>
                {one.waiting === 0 || wave.closed_at !== null ? (
                  <span className="muted">{t("noneWaits")}</span>
                ) : one.fits === 0 ? (
                  <span>
                    {t("noneFits", { waiting: one.waiting })} <a href={`/${path}/desk/waves`}>{t("nextWave")}</a>
                  </span>
                ) : (
                  <form method="post">
                    <input type="hidden" name="order_id" value={one.order_id} />
                    <button className="button second">
                      {t(one.fits < one.waiting ? "addFitting" : "addWaiting", {
                        count: one.fits,
                        waiting: one.waiting,
                      })}
                    </button>
                  </form>
                )}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section className="stack">
        <h2>{t("parcels")}</h2>
        <List
          label={t("parcels")}
          rows={loaderData.parcels}
          none={t("noParcels")}
          columns={[
            {
              head: t("parcel"),
              name: true,
              of: (one) =>
                one.state === "labelled" ? (
                  <a href={`/${path}/desk/pack/${one.id}`}>{one.number}</a>
                ) : (
                  <a href={`/${path}/desk/parcels/${one.id}`}>{one.number}</a>
                ),
            },
            { head: t("state"), of: (one) => <ParcelStateTag state={one.state} /> },
            { head: t("to"), of: (one) => one.name },
            {
              head: t("order"),
              of: (one) => (
                <>
                  {one.display_id === null ? "" : `#${one.display_id}`} <WantedOn day={one.wanted_on} />
                </>
              ),
            },
            { head: t("planned"), num: true, of: (one) => f.kg(one.gross_g) },
            { head: t("weighed"), num: true, of: (one) => (one.weighed_g === null ? "" : f.kg(one.weighed_g)) },
          ]}
        />
        {loaderData.next === null ? null : (
          <p>
            <a href={`${here}?after=${encodeURIComponent(loaderData.next)}`}>{t("more")}</a>
          </p>
        )}
      </section>
      <WaveBookings wave_id={wave.id} counts={loaderData.bookings} labels={loaderData.carrier_labels} />
      <PaperList kinds={PAPERS} papers={loaderData.papers} />
    </div>
  );
}
