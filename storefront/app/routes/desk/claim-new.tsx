import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { claimableSchema, packsTyped, refused, weighedTyped } from "../../features/claims/data.server";
import { linesOf, standingFor } from "../../features/claims/standing";
import { PackFields, WeighedField } from "../../features/claims/PackFields";
import { KINDS, REMEDIES } from "../../features/claims/words";
import { titlesIn, titlesOf } from "../../features/produce/names.server";
import { ProblemSummary, Select, TextArea, type Problem } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { newKey } from "../../features/weigh-in/weigh-in.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/claim-new";

const openedSchema = z.object({ claim: z.object({ id: z.string() }) });

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { parcel } = await desk.read(`/desk/parcels/${encodeURIComponent(params.id)}`, claimableSchema);
  const titled = await titlesIn(path, titlesOf(parcel.contents));
  const arrived = parcel.state === "delivered";
  const lines = linesOf(parcel.contents);
  const known = standingFor(parcel.claims) ?? parcel.claims.find((one) => one.state !== "dropped");
  return {
    parcel: { id: parcel.id, number: parcel.number },
    lines: arrived ? titled(lines) : [],
    // All of it has its claim: nothing is left to open one for.
    standing: known && (lines.length === 0 || !arrived) ? { id: known.id, number: known.number } : null,
    kinds: KINDS.filter((kind) =>
      arrived ? kind === "damaged" || kind === "missing" : kind === (parcel.state === "returned" ? "returned" : "lost"),
    ),
    key: newKey(),
    title: say(path)("claims.open.title", { number: parcel.number }),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const t = say(path);
  const [kind, words, wish] = [text(form, "kind"), text(form, "words"), text(form, "wish")];
  const lines = packsTyped(form);
  const weighed_g = weighedTyped(form);
  const problems: Problem[] = [
    ...(kind === "" ? [{ field: "kind", text: t("claims.problems.choose") }] : []),
    ...(lines === undefined ? [{ field: "lines", text: t("claims.problems.packs") }] : []),
    ...(weighed_g === null ? [{ field: "weighed_g", text: t("claims.problems.weighed") }] : []),
    ...(words.length < 2 ? [{ field: "words", text: t("claims.problems.words") }] : []),
  ];
  if (problems.length > 0) return data({ problems, typed: typed(form) }, { status: 400 });
  const answer = await desk.call("/desk/claims", openedSchema, {
    body: {
      parcel_id: params.id,
      kind,
      words,
      ...(wish === "" ? {} : { wish }),
      ...(weighed_g === undefined ? {} : { weighed_g }),
      ...(lines === undefined || lines.length === 0 ? {} : { lines }),
      idempotency_key: text(form, "idempotency_key"),
    },
  });
  if (answer.ok) return redirect(`/${path}/desk/claims/${answer.value.claim.id}`);
  return data(
    { problems: refused(path, answer.refusal, "kind"), typed: typed(form) },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ClaimNewPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("claims");
  const path = usePath();
  const { parcel, lines, kinds, standing, key, title } = loaderData;
  const was: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  return (
    <section className="stack narrow">
      <p>
        <a href={`/${path}/desk/parcels/${parcel.id}`}>{t("open.back")}</a>
      </p>
      <h1>{title}</h1>
      {standing !== null ? (
        <p className="note warn">
          <a href={`/${path}/desk/claims/${standing.id}`}>{t("open.standing", { number: standing.number })}</a>
        </p>
      ) : (
        <>
          <p>{t("open.lead")}</p>
          <ProblemSummary problems={problems} />
          <form method="post" className="stack" noValidate>
            <input type="hidden" name="idempotency_key" value={was.idempotency_key ?? key} />
            <Select
              name="kind"
              label={t("what")}
              defaultValue={was.kind ?? (kinds.length === 1 ? kinds[0] : "")}
              problems={problems}
            >
              <option value="">{t("forms.choose")}</option>
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`kinds.${kind}`)}
                </option>
              ))}
            </Select>
            {lines.length === 0 ? (
              <p className="panel">{t("open.whole")}</p>
            ) : (
              <PackFields lines={lines} was={was} problems={problems} />
            )}
            {kinds.includes("lost") ? null : <WeighedField was={was} problems={problems} />}
            <TextArea
              name="words"
              label={t("open.words")}
              hint={t("open.wordsHint")}
              rows={3}
              maxLength={1000}
              required
              defaultValue={was.words}
              problems={problems}
            />
            <Select
              name="wish"
              label={t("forms.wishSaid")}
              hint={t("open.wishHint")}
              defaultValue={was.wish ?? ""}
              problems={problems}
            >
              <option value="">{t("open.notSaid")}</option>
              {REMEDIES.map((one) => (
                <option key={one} value={one}>
                  {t(`remedies.${one}`)}
                </option>
              ))}
            </Select>
            <button className="button">{t("open.save")}</button>
          </form>
        </>
      )}
    </section>
  );
}
