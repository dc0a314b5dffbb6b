import { data } from "react-router";
import { useTranslations } from "use-intl";
import { checkedSchema } from "../features/proof/data.server";
import { say } from "../i18n/say.server";
import { asResponse, call } from "../lib/api.server";
import { clientAddress } from "../lib/client-address.server";
import { useFormats } from "../lib/formats";
import { pathParam, usePath } from "../lib/path";
import type { Route } from "./+types/proof-checked";

export const handle = { plain: true };

/** What is known of a hash: a page of its own for what is not ours, since its reader wants to know just that. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const title = say(pathParam(params))("proof.checkTitle");
  const answer = await call(`/store/proofs/${encodeURIComponent(params.hash)}`, checkedSchema, {
    headers: clientAddress(request),
  });
  if (answer.ok) return { proof: answer.value.proof, hash: params.hash, title };
  if (answer.refusal.code !== "proof_not_found") throw asResponse(answer.refusal);
  return data({ proof: null, hash: params.hash, title }, { status: 404 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function ProofCheckedPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("proof");
  const f = useFormats();
  const path = usePath();
  const { proof, hash } = loaderData;
  return (
    <div className="wrap stack-l narrow">
      <section className="stack">
        <h1>{proof === null ? t("unknown") : t("title")}</h1>
        {proof === null ? (
          <>
            <p className="note warn">{t("unknownLead")}</p>
            <p className="small muted hash break">{hash}</p>
          </>
        ) : (
          <>
            {proof.holds ? (
              <p className={proof.state === "current" ? "note good" : "note warn"}>
                {proof.state === "current"
                  ? t("valid")
                  : proof.state === "replaced"
                    ? t("validReplaced", { latest: f.number(proof.latest) })
                    : t("validChanged")}
              </p>
            ) : (
              <p className="note warn">{t("broken")}</p>
            )}
            {proof.file === null ? null : <p>{t(`ofFile.${proof.file.kind}`)}</p>}
            <dl className="facts">
              <dt>{t("number")}</dt>
              <dd>{proof.number}</dd>
              <dt>{t("issued")}</dt>
              <dd>{f.timeThere(proof.issued_at)}</dd>
              <dt>{t("version")}</dt>
              <dd>{t("versionOf", { version: f.number(proof.version), latest: f.number(proof.latest) })}</dd>
              <dt>{t("total")}</dt>
              <dd>{f.money(proof.paid_minor, proof.currency)}</dd>
              <dt>{t("keptBy")}</dt>
              <dd>
                {f.money(proof.households_minor, proof.currency)} · {t("households_n", { count: proof.households })}
              </dd>
              <dt>{t("weight")}</dt>
              <dd>{f.units(proof.grams, "g")}</dd>
              <dt>{t("villages")}</dt>
              <dd>
                {proof.villages
                  .map((one) => t("village", { name: one.name[path], count: one.households }))
                  .join(path === "zh" ? "；" : "; ")}
              </dd>
              <dt>{t("cooperatives")}</dt>
              <dd>{proof.cooperatives.map((one) => one[path]).join(path === "zh" ? "、" : ", ")}</dd>
              <dt>{t("divided")}</dt>
              <dd>{f.date(proof.divided_on)}</dd>
              <dt>SHA-256</dt>
              <dd className="small hash break">{proof.sha256}</dd>
              <dt>{t("signature")}</dt>
              <dd className="small hash break">{proof.signature}</dd>
              <dt>{t("key")}</dt>
              <dd className="small hash break">{proof.public_key}</dd>
            </dl>
            <p className="small muted">{t("noNames")}</p>
          </>
        )}
        <p>
          <a href={`/${path}/proof`}>{t("again")}</a>
        </p>
      </section>
    </div>
  );
}
