import { randomUUID } from "node:crypto";
import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import script from "../../features/packing/client/main?worker&url";
import { handedOverSchema, waveSchema } from "../../features/packing/data.server";
import { LeavesEarly } from "../../features/packing/Wanted";
import { earlyOf } from "../../features/packing/wanted.server";
import { refusedAt } from "../../features/packing/words.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/wave-handover";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { wave, packed_for } = await desk.read(`/desk/waves/${encodeURIComponent(params.id)}`, waveSchema, {
    limit: 1,
  });
  const title = say(path)("packing.handover.of", { number: wave.number });
  return { wave, early: earlyOf(packed_for), key: randomUUID(), title };
}

/** The driver takes what is packed of the wave. Sent twice it is one handover; with other parcels than shown it is none. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const key = text(form, "idempotency_key");
  const driver = text(form, "driver");
  const plate = text(form, "plate");
  const signature = text(form, "signature");
  const kept = { typed: typed(form), key };
  if (driver === "") {
    const problems = [{ field: "driver", text: say(path)("packing.handover.noDriver") }];
    return data({ ...kept, problems }, { status: 400 });
  }
  const answer = await desk.call("/desk/handovers", handedOverSchema, {
    body: {
      wave_id: params.id,
      driver,
      expected: Number(text(form, "expected")),
      idempotency_key: key,
      ...(plate === "" ? {} : { plate }),
      ...(signature === "" ? {} : { signature }),
    },
  });
  if (answer.ok) return redirect(`/${path}/desk/handovers/${answer.value.handover.id}`);
  return data(
    { ...kept, key: randomUUID(), problems: refusedAt(path, answer.refusal, "driver") },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function WaveHandoverPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("packing.handover");
  const path = usePath();
  const { wave } = loaderData;
  const staying = wave.parcels - wave.packed - wave.handed_over;
  return (
    <section className="stack narrow">
      <p>
        <a href={`/${path}/desk/waves/${wave.id}`}>{t("backToWave")}</a>
      </p>
      <h1>{loaderData.title}</h1>
      <p className={staying > 0 ? "note warn" : "note good"}>{t("takes", { packed: wave.packed, staying })}</p>
      <ProblemSummary problems={actionData?.problems} />
      {wave.packed === 0 ? (
        <p>
          <a href={`/${path}/desk/handovers`}>{t("all")}</a>
        </p>
      ) : (
        <form method="post" className="stack" noValidate>
          <input type="hidden" name="idempotency_key" value={actionData?.key ?? loaderData.key} />
          <input type="hidden" name="expected" value={wave.packed} />
          <Input
            name="driver"
            label={t("driver")}
            hint={t("driverHint")}
            autoComplete="off"
            maxLength={80}
            required
            defaultValue={actionData?.typed.driver}
            problems={actionData?.problems}
          />
          <Input
            name="plate"
            label={t("plate")}
            autoComplete="off"
            autoCapitalize="characters"
            maxLength={20}
            defaultValue={actionData?.typed.plate}
          />
          <div id="sign-frame" className="stack-s" hidden>
            <p id="sign-label">
              <strong>{t("sign")}</strong> {t("signHint")}
            </p>
            <svg id="sign" className="sign" viewBox="0 0 600 200" role="img" aria-labelledby="sign-label">
              <path d="" fill="none" />
            </svg>
            <input type="hidden" id="signature" name="signature" defaultValue="" />
            <button type="button" className="button quiet" id="sign-clear">
              {t("clear")}
            </button>
          </div>
          <LeavesEarly early={loaderData.early} of="wave" />
          <button className="button wide">{t("confirm", { count: wave.packed })}</button>
        </form>
      )}
      <script src={script} defer />
    </section>
  );
}
