import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { keysSchema } from "../features/proof/data.server";
import { hashOf } from "../features/proof/hash.server";
import { MOST_FILE_MB } from "../features/proof/words";
import { Input, ProblemSummary } from "../features/ui/Field";
import { text, typed } from "../features/ui/form.server";
import { say } from "../i18n/say.server";
import { read } from "../lib/api.server";
import { pathParam } from "../lib/path";
import type { Route } from "./+types/proof";

/** Whoever files papers may do so without script. */
export const handle = { plain: true };

export async function loader({ params }: Route.LoaderArgs) {
  const { keys } = await read("/store/proof-keys", keysSchema);
  return { keys, title: say(pathParam(params))("proof.checkTitle") };
}

/** Leads to what is known of a hash, or of a file's. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const t = say(path);
  const form = await request.formData();
  const wrong = (field: string, words: string) =>
    data({ problems: [{ field, text: words }], typed: typed(form) }, { status: 400 });
  const file = form.get("file");
  if (file instanceof File && file.size > 0) {
    if (file.size > MOST_FILE_MB * 1024 * 1024)
      return wrong("file", t("proof.refusals.tooLarge", { mb: String(MOST_FILE_MB) }));
    return redirect(`/${path}/proof/${await hashOf(file)}`, 303);
  }
  const hash = text(form, "hash").replaceAll(/\s/g, "").toLowerCase();
  if (hash === "") return wrong("file", t("proof.refusals.chooseOne"));
  if (!/^[0-9a-f]{64}$/.test(hash)) return wrong("hash", t("proof.refusals.badHash"));
  return redirect(`/${path}/proof/${hash}`, 303);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ProofPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("proof");
  const problems = actionData?.problems;
  return (
    <div className="wrap stack-l narrow">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <p>{t("checkLead")}</p>
        <ProblemSummary problems={problems} />
        <form method="post" encType="multipart/form-data" className="stack" noValidate>
          <Input
            name="file"
            type="file"
            label={t("file")}
            hint={t("fileHint", { mb: String(MOST_FILE_MB) })}
            accept=".pdf,.csv,application/pdf,text/csv"
            problems={problems}
          />
          <Input
            name="hash"
            label={t("hash")}
            hint={t("hashHint")}
            autoComplete="off"
            spellCheck={false}
            defaultValue={actionData?.typed.hash}
            problems={problems}
          />
          <p>
            <button className="button">{t("go")}</button>
          </p>
        </form>
      </section>
      <section className="stack">
        <h2>{t("key")}</h2>
        <p>{t("keysLead")}</p>
        <ul className="plain stack-s">
          {loaderData.keys.map((one) => (
            <li key={one.public_key}>
              <span className="small hash break">{one.public_key}</span> {t(one.current ? "keyNow" : "keyBefore")}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
