import { data } from "react-router";
import { useTranslations } from "use-intl";
import { meSchema } from "../../features/desk/data.server";
import script from "../../features/weigh-in/client/main?worker&url";
import worker from "../../features/weigh-in/client/worker?worker&url";
import { setupSchema } from "../../features/weigh-in/data.server";
import { keepPhoto, photoOf } from "../../features/weigh-in/photo.server";
import { readWeighIn } from "../../features/weigh-in/read";
import { receiptWords } from "../../features/weigh-in/receipt-words";
import { ReceiptHere } from "../../features/weigh-in/ReceiptHere";
import { WeighInForm } from "../../features/weigh-in/WeighInForm";
import { newKey, send, weigherOf } from "../../features/weigh-in/weigh-in.server";
import { text, typed } from "../../features/ui/form.server";
import type { Problem } from "../../features/ui/Field";
import { localeOf } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { formatsOf } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/weigh-in";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [setup, me] = await Promise.all([desk.read("/desk/weigh-in", setupSchema), desk.read("/desk/me", meSchema)]);
  return { setup, member: weigherOf(me), key: newKey(), title: say(path)("intake.title") };
}

/** The form as it is without script: one weigh-in, its receipt or what must be mended, with everything kept. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const t = say(path);
  const form = await request.formData();
  const key = text(form, "idempotency_key") || newKey();
  const wrong = (problems: Problem[], next: { key: string; status: number; repeat?: boolean }) =>
    data(
      { problems, typed: typed(form), key: next.key, repeat: next.repeat ?? false, receipt: null },
      { status: next.status },
    );
  const setup = await desk.read("/desk/weigh-in", setupSchema);
  const unitOf = (produce: string) => setup.pools.find((pool) => pool.produce === produce)?.unit;
  const read = readWeighIn((name) => text(form, name), unitOf);
  if (!read.ok) {
    const problems = read.problems.map(({ field, reason }) => ({ field, text: t(`intake.bad.${reason}`) }));
    return wrong(problems, { key, status: 400 });
  }
  const confirmed = text(form, "confirm") === "confirmed";
  const sent = await send(desk, path, { body: read.body, idempotency_key: key, confirmed });
  if (!sent.ok) {
    const repeat = sent.code === "looks_like_a_repeat";
    const fresh = sent.code === "idempotency_conflict";
    return wrong([{ field: sent.field, text: sent.text }], {
      key: fresh ? newKey() : key,
      status: sent.status,
      repeat,
    });
  }
  const photo = photoOf(form);
  const problems = photo ? await keepPhoto(desk, path, sent.receipt.lot_id, photo) : [];
  return data({
    problems,
    typed: keepFor(form),
    key: newKey(),
    repeat: false,
    receipt: receiptWords(sent.receipt, t, formatsOf(localeOf(path))),
  });
}

/** After a receipt the next household comes with the same produce on the same day; the rest is typed anew. */
function keepFor(form: FormData): Record<string, string> {
  const kept = ["produce", "grade", "harvested_on", "tare", "container", "containers", "scale"];
  return Object.fromEntries(kept.map((name) => [name, text(form, name)]));
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function WeighInPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("intake");
  const weighing = useTranslations("weighing");
  const path = usePath();
  return (
    <div className="two-columns">
      <section className="stack">
        <h1>{t("title")}</h1>
        <WeighInForm
          setup={loaderData.setup}
          member={loaderData.member}
          key_={actionData?.key ?? loaderData.key}
          worker={worker}
          typed={actionData?.typed ?? {}}
          problems={actionData?.problems}
          repeat={actionData?.repeat ?? false}
        />
      </section>
      <div className="stack">
        <ReceiptHere receipt={actionData?.receipt ?? null} />
        <section className="stack" id="queue" hidden>
          <h2>{t("queue")}</h2>
          <p id="queue-says" role="status" />
          <button type="button" className="button second" id="queue-send" hidden>
            {t("sendNow")}
          </button>
          <ol className="plain stack-s" id="queue-list" />
        </section>
        <nav className="stack-s" aria-label={t("beside")}>
          <p>
            <a href={`/${path}/desk/scale-file`}>{t("scaleFile")}</a>
          </p>
          <p>
            <a href={`/${path}/desk/corrections`}>{t("corrections")}</a>
          </p>
          <p>
            <a href={`/${path}/desk/culls`}>{weighing("culls")}</a>
          </p>
          <p>
            <a href={`/${path}/desk/tables`}>{t("tables")}</a>
          </p>
        </nav>
      </div>
      <script src={script} defer />
    </div>
  );
}
