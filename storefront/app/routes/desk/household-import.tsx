import { useTranslations } from "use-intl";
import { Agreed } from "../../features/people/Agreed";
import { checkSheet, writeSheet } from "../../features/people/import.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/household-import";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  await member(request, "desk", path);
  return { title: say(path)("register.importTitle") };
}

/** Two forms on one address: the file is checked, then what was checked is written. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  return form.get("step") === "write" ? writeSheet(desk, path, form) : checkSheet(desk, path, form);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ImportPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("register");
  const f = useFormats();
  const path = usePath();
  const problems = actionData?.problems;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const back = (
    <p>
      <a href={`/${path}/desk/households`}>{t("back")}</a>
    </p>
  );
  if (actionData && "written" in actionData) {
    return (
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <p className="note" role="status">
          {t("imported", { count: actionData.written })}
        </p>
        {back}
      </section>
    );
  }
  const checked = actionData && "checked" in actionData ? actionData.checked : undefined;
  if (checked) {
    const { preview = [] } = checked;
    return (
      <section className="stack">
        <h1>{t("previewTitle", { count: checked.import.households })}</h1>
        <p>{t("previewLead", { shown: preview.length })}</p>
        <div className="scroll-x" tabIndex={0} role="region" aria-label={loaderData.title}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("line")}</th>
                <th scope="col">{t("card")}</th>
                <th scope="col">{t("name")}</th>
                <th scope="col">{t("village")}</th>
                <th scope="col">{t("phone")}</th>
                <th scope="col">{t("floor")}</th>
                <th scope="col">{t("purposes.public_name")}</th>
              </tr>
            </thead>
            <tbody>
              {preview.map((row) => (
                <tr key={row.line}>
                  <th scope="row">{row.line}</th>
                  <td>{row.card_number ?? t("nextNumber")}</td>
                  <td>{row.name}</td>
                  <td>{row.village?.[path]}</td>
                  <td>{t("last4", { last4: row.phone_last4 })}</td>
                  <td>{row.priority_floor_g === 0 ? t("noFloor") : f.weight(row.priority_floor_g)}</td>
                  <td>{t(row.public_name ? "given" : "notGiven")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <form method="post" encType="multipart/form-data" className="stack" noValidate>
          <input type="hidden" name="import_id" value={checked.import.id} />
          <Agreed problems={undefined} typed={{ agreed_kind: "paper" }} />
          <button className="button" name="step" value="write">
            {t("importNow", { count: checked.import.households })}
          </button>
        </form>
        {back}
      </section>
    );
  }
  return (
    <section className="stack">
      {back}
      <h1>{loaderData.title}</h1>
      <p>{t("importLead")}</p>
      <details>
        <summary>{t("importExample")}</summary>
        <pre className="scroll-x small">{t("importExampleText")}</pre>
      </details>
      <form method="post" encType="multipart/form-data" className="stack" noValidate>
        <ProblemSummary problems={problems} />
        <Input
          name="file"
          label={t("file")}
          hint={t("fileHint")}
          type="file"
          accept=".csv,.xlsx,text/csv"
          required
          problems={problems?.slice(0, 1)}
        />
        <input type="hidden" name="import_id" value={typed.import_id ?? ""} />
        <button className="button" name="step" value="check">
          {t("check")}
        </button>
      </form>
    </section>
  );
}
