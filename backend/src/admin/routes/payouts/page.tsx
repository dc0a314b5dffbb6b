import { defineRouteConfig } from "@medusajs/admin-sdk";
import { useState } from "react";
import { Cell, Panel } from "../../lib/panel";
import { Box, BUTTON, FIELD, moment, money, State, Waiting } from "../../lib/parts";
import { PAYOUT_REASONS, PAYOUT_STATES } from "../../lib/processor-words";
import { useAnswer } from "../../lib/use-answer";
import { useRows } from "../../lib/use-rows";
import { say, type Words } from "../../lib/words";

interface Payout {
  id: string;
  batch_number: string;
  household_id: string;
  rail: string;
  state: string;
  currency: string;
  amount_minor: number;
  account_last4: string | null;
  provider_ref: string | null;
  reason_code: string | null;
  created_at: string;
}

const RAILS: Readonly<Record<string, Words>> = {
  bank_file: { zh: "银行文件", en: "bank file" },
  stripe: { zh: "Stripe", en: "Stripe" },
  cash: { zh: "现金", en: "cash" },
};

/** Payouts of every cooperative: by state, by id, and what happened to one. */
const PayoutsPage = () => {
  const [state, setState] = useState("");
  const [typed, setTyped] = useState("");
  const [q, setQ] = useState("");
  const [shown, setShown] = useState<string | null>(null);
  return (
    <div className="flex flex-col gap-3">
      <Box
        title={{ zh: "给农户的付款", en: "Payouts to households" }}
        note={{
          zh: "账户只显示后四位；是谁的，在合作社的工作台看。",
          en: "Of an account only the last four characters are shown; whose it is stands at the cooperative's desk.",
        }}
      >
        <form
          className="flex flex-wrap items-end gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            setQ(typed.trim());
          }}
        >
          <span className="flex flex-col gap-1">
            <label htmlFor="payout-state">{say({ zh: "状态", en: "State" })}</label>
            <select
              id="payout-state"
              className={FIELD}
              value={state}
              onChange={(event) => setState(event.target.value)}
            >
              <option value="">{say({ zh: "全部", en: "All" })}</option>
              {Object.entries(PAYOUT_STATES).map(([name, look]) => (
                <option key={name} value={name}>
                  {say(look.words)}
                </option>
              ))}
            </select>
          </span>
          <span className="flex flex-col gap-1">
            <label htmlFor="payout-q">
              {say({ zh: "付款、农户、批次或转账的编号", en: "Id of a payout, household, batch or transfer" })}
            </label>
            <input id="payout-q" className={FIELD} value={typed} onChange={(event) => setTyped(event.target.value)} />
          </span>
          <button className={BUTTON}>{say({ zh: "查找", en: "Find" })}</button>
        </form>
      </Box>
      {shown === null ? null : <History key={shown} id={shown} close={() => setShown(null)} />}
      <List key={`${state} ${q}`} state={state} q={q} show={setShown} />
    </div>
  );
};
export default PayoutsPage;

export const config = defineRouteConfig({ label: "payouts", translationNs: "commonlot" });

function List({ state, q, show }: { state: string; q: string; show: (id: string) => void }) {
  const query = new URLSearchParams({ ...(state === "" ? {} : { state }), ...(q === "" ? {} : { q }) });
  const rows = useRows<Payout>(`/admin/commonlot/payouts?${query.toString()}`);
  return (
    <Panel
      title={{ zh: "付款", en: "Payouts" }}
      note={{ zh: "最新的在前。", en: "Newest first." }}
      none={{ zh: "没有这样的付款。", en: "There is no such payout." }}
      columns={[
        { name: { zh: "时间", en: "When" } },
        { name: { zh: "批次", en: "Batch" } },
        { name: { zh: "方式", en: "Rail" } },
        { name: { zh: "农户", en: "Household" } },
        { name: { zh: "金额", en: "Amount" }, number: true },
        { name: { zh: "状态", en: "State" } },
        { name: { zh: "经过", en: "History" } },
      ]}
      rows={rows}
    >
      {(one) => (
        <tr key={one.id} className="border-b last:border-b-0">
          <Cell>{moment(one.created_at)}</Cell>
          <Cell>{one.batch_number}</Cell>
          <Cell>{say(RAILS[one.rail] ?? { zh: one.rail, en: one.rail })}</Cell>
          <Cell>
            <span className="break-all">{one.household_id}</span>{" "}
            {one.account_last4 === null ? "" : `•••• ${one.account_last4}`}
          </Cell>
          <Cell number>{money(one.amount_minor, one.currency)}</Cell>
          <Cell>
            <State {...(PAYOUT_STATES[one.state] ?? { sign: "", words: { zh: one.state, en: one.state } })} />
            {one.reason_code === null ? null : (
              <p>{say(PAYOUT_REASONS[one.reason_code] ?? { zh: one.reason_code, en: one.reason_code })}</p>
            )}
          </Cell>
          <Cell>
            <button type="button" className={BUTTON} onClick={() => show(one.id)}>
              {say({ zh: "看经过", en: "Show" })}
            </button>
          </Cell>
        </tr>
      )}
    </Panel>
  );
}

const EVENTS: Readonly<Record<string, Words>> = {
  approved: { zh: "第二个人批准", en: "approved by a second person" },
  called: { zh: "交给付款渠道，次数：", en: "handed to the rail, times:" },
  booked: { zh: "记账：已付", en: "booked as paid" },
  reversed: { zh: "记账：收回，重新欠农户", en: "booked back; owed again" },
  bank_said: { zh: "银行回复", en: "the bank said" },
  reversal: { zh: "收回转账：", en: "taking back:" },
};

function History({ id, close }: { id: string; close: () => void }) {
  const { body, state } = useAnswer<{
    payout: Payout;
    events: { at: string; what: string; detail: string | null }[];
  }>(`/admin/commonlot/payouts/${encodeURIComponent(id)}`);
  return (
    <Box title={{ zh: "这笔付款的经过", en: "What happened to this payout" }}>
      <Waiting state={state} />
      {body === null ? null : (
        <>
          <p className="break-all">
            {body.payout.id} · {body.payout.household_id} · {body.payout.provider_ref}
          </p>
          <ol className="py-2">
            {body.events.map((event) => (
              <li key={`${event.at} ${event.what} ${event.detail ?? ""}`}>
                {moment(event.at)}: {say(EVENTS[event.what] ?? { zh: event.what, en: event.what })} {event.detail}
              </li>
            ))}
          </ol>
        </>
      )}
      <button type="button" className={BUTTON} onClick={close}>
        {say({ zh: "收起", en: "Close" })}
      </button>
    </Box>
  );
}
