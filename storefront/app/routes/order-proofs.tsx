import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { issuedSchema, proofsSchema, proofWords } from "../features/proof/data.server";
import { ProofPanel } from "../features/proof/ProofPanel";
import { NO_FIELD, ProblemSummary } from "../features/ui/Field";
import { say } from "../i18n/say.server";
import { call, read } from "../lib/api.server";
import { pathParam, usePath } from "../lib/path";
import { asBuyer } from "../lib/sessions.server";
import type { Route } from "./+types/order-proofs";

/** Papers, read once: nothing here needs script. */
export const handle = { plain: true };

const at = (id: string) => `/store/orders/${encodeURIComponent(id)}/proofs`;

export async function loader({ request, params }: Route.LoaderArgs) {
  const proofs = await read(at(params.id), proofsSchema, { headers: await asBuyer(request) });
  return { proofs, id: params.id, title: say(pathParam(params))("proof.title") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const answer = await call(at(params.id), issuedSchema, { headers: await asBuyer(request), body: {} });
  if (answer.ok) return redirect(`/${path}/orders/${encodeURIComponent(params.id)}/proofs`, 303);
  const { refusal } = answer;
  return data({ problems: [{ field: NO_FIELD, text: proofWords(path, refusal) }] }, { status: refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function OrderProofsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("proof");
  const path = usePath();
  const { proofs, id } = loaderData;
  return (
    <div className="wrap stack-l">
      <p>
        <a href={`/${path}/orders/${id}`}>{t("back")}</a>
      </p>
      <h1>{t("ofOrder")}</h1>
      <ProblemSummary problems={actionData?.problems} />
      <ProofPanel proofs={proofs} files={`/${path}/orders/${id}/proofs`} />
    </div>
  );
}
