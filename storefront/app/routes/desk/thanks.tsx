import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { ShopNav } from "../../features/shop-desk/ShopNav";
import { shopWords } from "../../features/shop-desk/words.server";
import { Thanks } from "../../features/thanks/Thanks";
import { thanksSchema } from "../../features/thanks/data.server";
import { Input, ProblemSummary, type Problem } from "../../features/ui/Field";
import { fieldOf, text, typed } from "../../features/ui/form.server";
import { Older } from "../../features/ui/Older";
import { Tag } from "../../features/ui/Tag";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/thanks";

const one = thanksSchema.extend({
  id: z.string(),
  state: z.enum(["waiting", "published", "refused"]),
  given_at: z.string(),
  decided_at: z.string().nullable(),
  decided_by: z.string().nullable(),
  reason: z.string().nullable(),
});
const schema = z.object({ waiting: z.array(one), decided: z.array(one), next: z.string().nullable() });

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const before = new URL(request.url).searchParams.get("before");
  const found = await desk.read("/desk/thanks", schema, { cursor: before ?? undefined });
  return { ...found, first: before === null, title: say(path)("deskThanks.title") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const id = text(form, "id");
  const act = form.get("act") === "publish" ? "publish" : "refuse";
  const reason = text(form, `reason_${id}`);
  const field = `reason_${id}`;
  if (act === "refuse" && reason === "") {
    const problems: Problem[] = [{ field, text: say(path)("deskThanks.reasonNeeded") }];
    return data({ problems, typed: typed(form) }, { status: 400 });
  }
  const done = await desk.call(`/desk/thanks/${encodeURIComponent(id)}/${act}`, z.unknown(), {
    body: act === "refuse" ? { reason } : {},
  });
  if (done.ok) return redirect(`/${path}/desk/thanks`);
  // What is said of a page's draft is not true of thanks.
  const { code } = done.refusal;
  const refusal = code === "named_without_consent" ? { ...done.refusal, code: "named_in_thanks" } : done.refusal;
  const problems: Problem[] = [{ field: fieldOf(refusal, field), text: shopWords(path, refusal) }];
  return data({ problems, typed: typed(form) }, { status: refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function DeskThanks({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("deskThanks");
  const f = useFormats();
  const { waiting, decided, next, first } = loaderData;
  const refusing = (id: string) => ({ id, problems: actionData?.problems, was: actionData?.typed[`reason_${id}`] });
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <ShopNav />
      <p>{t("lead")}</p>
      <ProblemSummary problems={actionData?.problems} />
      {first ? (
        <>
          <h2>{t("waiting")}</h2>
          {waiting.length === 0 ? <p className="panel">{t("none")}</p> : null}
          <ul className="plain stack">
            {waiting.map((thanks) => (
              <li key={thanks.id} className="panel stack-s">
                <Thanks thanks={thanks} />
                <p className="muted small">{t("given", { at: f.time(thanks.given_at) })}</p>
                <form method="post">
                  <input type="hidden" name="id" value={thanks.id} />
                  <button className="button" name="act" value="publish">
                    {t("publish")}
                  </button>
                </form>
                <RefuseForm {...refusing(thanks.id)} look="second" button={t("refuse")} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <h2>{t("decided")}</h2>
      {decided.length === 0 ? <p className="panel">{t("noneDecided")}</p> : null}
      <ul className="plain stack">
        {decided.map((thanks) => (
          <li key={thanks.id} className="panel stack-s">
            <Thanks thanks={thanks} />
            <p>
              {thanks.state === "published" ? (
                <Tag look={{ sign: "✓", tone: "good" }}>{t("published")}</Tag>
              ) : (
                <Tag look={{ sign: "×", tone: "" }}>{t("refused", { reason: thanks.reason ?? "" })}</Tag>
              )}{" "}
              <span className="muted small">
                {[thanks.decided_by, thanks.decided_at === null ? null : f.time(thanks.decided_at)]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </p>
            {thanks.state === "published" ? (
              <RefuseForm {...refusing(thanks.id)} look="quiet" button={t("takeDown")} />
            ) : null}
          </li>
        ))}
      </ul>
      <Older href={next === null ? null : `?before=${encodeURIComponent(next)}`} />
    </section>
  );
}

/** A form of its own: Enter in its field refuses, and does not publish. */
function RefuseForm({
  id,
  look,
  button,
  problems,
  was,
}: {
  id: string;
  look: "second" | "quiet";
  button: string;
  problems: readonly Problem[] | undefined;
  was: string | undefined;
}) {
  const t = useTranslations("deskThanks");
  return (
    <form method="post" className="stack-s" noValidate>
      <input type="hidden" name="id" value={id} />
      <Input name={`reason_${id}`} label={t("reason")} maxLength={300} defaultValue={was} problems={problems} />
      <div>
        <button className={`button ${look}`} name="act" value="refuse">
          {button}
        </button>
      </div>
    </form>
  );
}
