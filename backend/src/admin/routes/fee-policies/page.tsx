import { defineRouteConfig } from "@medusajs/admin-sdk";
import { useState, type FormEvent } from "react";
import { isChinese, say } from "../../lib/words";
import { useFeePolicies, type Proposal, type Terms } from "../../lib/use-fee-policies";

/** The platform's terms with each cooperative: its percentage, and who sells. Proposed here, confirmed at the cooperative's desk. */
const FeePoliciesPage = () => {
  const [cooperative_id, choose] = useState("");
  const { state, cooperatives, currency, today, in_force, waiting, send, problem } = useFeePolicies(cooperative_id);
  const all = in_force.find((one) => one.product_id === null);
  return (
    <section className="shadow-elevation-card-rest bg-ui-bg-base w-full rounded-lg p-0">
      <header className="px-6 py-4">
        <h1 className="font-sans font-medium h1-core">{say({ zh: "平台费率", en: "The platform's rates" })}</h1>
        <p className="text-ui-fg-subtle txt-small">
          {say({
            zh: "平台的百分比和谁当卖家在这里提出，由合作社的经理确认，只管以后的新订单。其他费率由合作社自己改。",
            en: "The platform's percentage and who sells are proposed here and confirmed by the cooperative's manager; they count for new orders. Other rates are the cooperative's own to change.",
          })}
        </p>
      </header>
      <div className="border-t px-6 py-4">
        <label className="txt-small" htmlFor="cooperative">
          {say({ zh: "合作社", en: "Cooperative" })}
        </label>{" "}
        <select id="cooperative" className={FIELD} value={cooperative_id} onChange={(e) => choose(e.target.value)}>
          <option value="">{say({ zh: "请选择", en: "Choose" })}</option>
          {cooperatives.map((one) => (
            <option key={one.id} value={one.id}>
              {say(one.name)}
            </option>
          ))}
        </select>
      </div>
      {state === "failed" ? (
        <p role="alert" className="px-6 py-4 txt-small">
          {say({
            zh: "没有读到。请刷新页面再试；什么都没有改。",
            en: "This could not be read. Load the page again; nothing was changed.",
          })}
        </p>
      ) : null}
      {problem === null ? null : (
        <p role="alert" className="px-6 py-4 txt-small text-ui-fg-error">
          {problem}
        </p>
      )}
      {cooperative_id === "" || state !== "there" ? null : (
        <div className="border-t px-6 py-4">
          <p className="txt-small">
            {all
              ? say({
                  zh: `现在：平台 ${percent(all.platform_bp)}，卖家是${SELLERS[all.seller].zh}（第 ${all.version} 版）。`,
                  en: `Now: platform ${percent(all.platform_bp)}, sold by ${SELLERS[all.seller].en} (version ${all.version}).`,
                })
              : say({ zh: "还没有费率。", en: "There are no rates yet." })}
          </p>
          {waiting.map((one) => (
            <Waiting key={one.id} proposal={one} withdraw={(words) => send.withdraw(one.id, words)} />
          ))}
          {waiting.some((one) => one.product_id === null) ? null : (
            <ProposeForm key={all?.id ?? "first"} from={all} today={today} currency={currency} propose={send.propose} />
          )}
        </div>
      )}
    </section>
  );
};
export default FeePoliciesPage;

export const config = defineRouteConfig({ label: "feePolicies", translationNs: "commonlot" });

const FIELD = "border rounded-md px-2 py-1 txt-small bg-ui-bg-field";
const SELLERS = {
  cooperative: { zh: "合作社", en: "the cooperative" },
  platform: { zh: "平台", en: "the platform" },
} as const;

function percent(bp: number): string {
  return `${new Intl.NumberFormat(isChinese() ? "zh-CN" : "en").format(bp / 100)}%`;
}

function Waiting({ proposal, withdraw }: { proposal: Proposal; withdraw: (words: string) => void }) {
  const [words, write] = useState("");
  const field = `words-${proposal.id}`;
  return (
    <div className="py-4 txt-small">
      <p>
        {say({
          zh: `等待确认：${proposal.product ?? "所有商品"}，平台 ${percent(proposal.platform_bp)}，卖家是${SELLERS[proposal.seller].zh}，${proposal.from_day} 起。理由：${proposal.reason}`,
          en: `Waiting: ${proposal.product ?? "all goods"}, platform ${percent(proposal.platform_bp)}, sold by ${SELLERS[proposal.seller].en}, from ${proposal.from_day}. Why: ${proposal.reason}`,
        })}
      </p>
      {proposal.proposed_by_me ? (
        <p>
          <label htmlFor={field}>{say({ zh: "为什么收回", en: "Why it is taken back" })}</label>{" "}
          <input id={field} className={FIELD} value={words} onChange={(e) => write(e.target.value)} />{" "}
          <button type="button" className="underline" onClick={() => withdraw(words)}>
            {say({ zh: "收回", en: "Take back" })}
          </button>
        </p>
      ) : null}
    </div>
  );
}

/** A cooperative without rates gets its first ones here; afterwards only the platform's terms are asked for. */
function ProposeForm({
  from,
  today,
  currency,
  propose,
}: {
  from: Terms | undefined;
  today: string;
  currency: string;
  propose: (body: object) => void;
}) {
  const [rate, setRate] = useState(from ? String(from.platform_bp / 100) : "");
  const [seller, setSeller] = useState<Terms["seller"]>(from?.seller ?? "cooperative");
  const [from_day, setDay] = useState(today);
  const [reason, setReason] = useState("");
  const [wrong, setWrong] = useState(false);
  const [silent, setSilent] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(rate.trim());
    setWrong(typed === null);
    setSilent(reason.trim().length < SHORTEST);
    if (typed === null || reason.trim().length < SHORTEST) return;
    const platform_bp = Number(typed[1]) * 100 + Number((typed[2] ?? "").padEnd(2, "0"));
    propose({ currency, from_day, reason, terms: { ...(from ? termsOf(from) : FIRST), platform_bp, seller } });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2 py-4 txt-small" noValidate>
      <h2 className="h2-core">{say({ zh: "提出修改", en: "Propose a change" })}</h2>
      <label htmlFor="rate">{say({ zh: "平台（%，最多两位小数）", en: "Platform (%, at most two decimals)" })}</label>
      <input
        id="rate"
        className={FIELD}
        inputMode="decimal"
        value={rate}
        aria-invalid={wrong}
        aria-describedby={wrong ? "rate-wrong" : undefined}
        onChange={(e) => setRate(e.target.value)}
      />
      {wrong ? (
        <span id="rate-wrong" className="text-ui-fg-error">
          {say({
            zh: "写一个 0 到 100 的百分比，最多两位小数。",
            en: "Give a percentage between 0 and 100, with at most two decimals.",
          })}
        </span>
      ) : null}
      <label htmlFor="seller">{say({ zh: "卖家（开票、纳税）", en: "Seller, who invoices and owes the tax" })}</label>
      <select
        id="seller"
        className={FIELD}
        value={seller}
        onChange={(e) => setSeller(e.target.value === "platform" ? "platform" : "cooperative")}
      >
        {(["cooperative", "platform"] as const).map((one) => (
          <option key={one} value={one}>
            {say(SELLERS[one])}
          </option>
        ))}
      </select>
      <label htmlFor="from_day">{say({ zh: "从哪天起", en: "From which day" })}</label>
      <input
        id="from_day"
        className={FIELD}
        type="date"
        min={today}
        value={from_day}
        onChange={(e) => setDay(e.target.value)}
      />
      <label htmlFor="reason">{say({ zh: "理由", en: "Why" })}</label>
      <input
        id="reason"
        className={FIELD}
        value={reason}
        aria-invalid={silent}
        aria-describedby={silent ? "reason-wrong" : undefined}
        onChange={(e) => setReason(e.target.value)}
      />
      {silent ? (
        <span id="reason-wrong" className="text-ui-fg-error">
          {say({
            zh: "请写明理由，让合作社的经理知道为什么。",
            en: "Say why in a few words, for the cooperative's manager.",
          })}
        </span>
      ) : null}
      <button className="self-start rounded-md border px-3 py-2">{say({ zh: "提出", en: "Propose" })}</button>
    </form>
  );
}

/** Two Chinese characters may say why. */
const SHORTEST = 2;

/** What a cooperative begins with, beside the platform's percentage: nothing taken, nothing held back. */
const FIRST = {
  cooperative_bp: 0,
  agent_bp: 0,
  packing_minor_per_kg: 0,
  freight_rule: "pooled",
  tax_treatment: "set_apart",
  holdback_bp: 0,
  holdback_release: "after_days",
  holdback_days: 30,
  hold_days: 3,
  minimum_payout_minor: 0,
};

function termsOf(of: Terms) {
  const { cooperative_bp, agent_bp, packing_minor_per_kg, freight_rule, tax_treatment } = of;
  const { holdback_bp, holdback_release, holdback_days, hold_days, minimum_payout_minor } = of;
  return {
    ...{ cooperative_bp, agent_bp, packing_minor_per_kg, freight_rule, tax_treatment },
    ...{ holdback_bp, holdback_release, holdback_days, hold_days, minimum_payout_minor },
  };
}
