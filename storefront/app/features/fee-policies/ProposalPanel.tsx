import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Input, type Problem } from "../ui/Field";
import type { Proposal, Terms } from "./data.server";
import { TermsList } from "./TermsList";

/** A proposal that waits, and what the reader can do with it: its maker takes it back, another manager decides. */
export function ProposalPanel({
  proposal,
  before,
  may_decide,
  today,
  problems,
  was,
}: {
  proposal: Proposal;
  /** What counts for these goods today. */
  before: Terms | undefined;
  may_decide: boolean;
  today: string;
  problems: readonly Problem[] | undefined;
  was: Record<string, string>;
}) {
  const t = useTranslations("feePolicies");
  const f = useFormats();
  const path = usePath();
  const person = proposal.by_operator ? t("operator") : (proposal.proposed_by ?? t("somebody"));
  const said = { person, at: f.time(proposal.proposed_at), from: f.date(proposal.from_day) };
  const here = `/${path}/desk/fee-policies/${encodeURIComponent(proposal.id)}`;
  const field = `words:${proposal.id}`;
  const no = proposal.proposed_by_me ? "withdrawn" : "rejected";
  return (
    <li className="panel stack">
      <strong>{proposal.product === null ? t("allGoods") : t("ofProduct", { product: proposal.product })}</strong>
      <p>
        {proposal.until_day === null
          ? t("proposedBy", said)
          : t("proposedUntil", { ...said, until: f.date(proposal.until_day) })}
      </p>
      <p>{t("why", { reason: proposal.reason })}</p>
      <TermsList terms={proposal} before={before} />
      <p>
        <a href={`${here}/simulation`}>{t("try")}</a>
      </p>
      {proposal.proposed_by_me ? <p className="note">{t("second")}</p> : null}
      {!proposal.proposed_by_me && !may_decide ? <p className="note">{t("managerOnly")}</p> : null}
      {may_decide && !proposal.proposed_by_me ? (
        <form method="post">
          <input type="hidden" name="proposal_id" value={proposal.id} />
          <input type="hidden" name="decision" value="confirmed" />
          <button className="button">{t(proposal.from_day === today ? "confirmNow" : "confirm")}</button>
        </form>
      ) : null}
      {may_decide || proposal.proposed_by_me ? (
        <details open={problems?.some((problem) => problem.field === field)}>
          <summary>{t(no === "withdrawn" ? "withdraw" : "reject")}</summary>
          <form method="post" className="stack-s" noValidate>
            <input type="hidden" name="proposal_id" value={proposal.id} />
            <input type="hidden" name="decision" value={no} />
            <Input
              name={field}
              label={t("words")}
              hint={t("wordsHint")}
              required
              maxLength={1000}
              defaultValue={was[field]}
              problems={problems}
            />
            <button className="button second">{t(no === "withdrawn" ? "withdraw" : "reject")}</button>
          </form>
        </details>
      ) : null}
    </li>
  );
}
