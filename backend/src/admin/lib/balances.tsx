import { Box, moment, money, Waiting } from "./parts";
import { Cell } from "./panel";
import { CLASSES } from "./processor-words";
import { useAnswer } from "./use-answer";
import { say, type Words } from "./words";

interface Balance {
  currency: string;
  processor_minor: number;
  ledger_minor: number;
  unknown: number;
  unknown_minor: number;
  at_desk: number;
  untold: number;
  untold_minor: number;
  unexplained_minor: number;
  by_class: { class: string; movements: number; amount_minor: number; fee_minor: number }[];
}

/** Both sides per currency with what explains the difference: the sum is shown, not only the verdict. */
export function Balances() {
  const { body, state } = useAnswer<{ read_to: string | null; balances: Balance[] }>("/admin/commonlot/reconciliation");
  return (
    <Box
      title={{ zh: "对账", en: "Reconciliation" }}
      note={{
        zh: "支付平台说它动过的钱，和我们账本里的钱。差额要么有说明，要么是待办。",
        en: "What the payment processor says it has moved, and what our ledger says. A difference is explained, or it is an open item.",
      }}
    >
      <Waiting state={state} />
      {body === null ? null : (
        <p>
          {body.read_to === null
            ? say({ zh: "还没有读过。第一笔收款之后自动开始。", en: "Not read yet. It begins after the first sale." })
            : say({ zh: `读到 ${moment(body.read_to)}`, en: `Read up to ${moment(body.read_to)}` })}
        </p>
      )}
      {body?.balances.map((one) => (
        <Currency key={one.currency} of={one} />
      ))}
    </Box>
  );
}

function Currency({ of }: { of: Balance }) {
  const lines: readonly (readonly [Words, number])[] = [
    [{ zh: "支付平台", en: "At the processor" }, of.processor_minor],
    [{ zh: `减：账上没有的（${of.unknown} 笔）`, en: `Less: without a journal (${of.unknown})` }, -of.unknown_minor],
    [
      { zh: `加：账上有、还没动的（${of.untold} 笔）`, en: `Plus: in the ledger, not moved yet (${of.untold})` },
      of.untold_minor,
    ],
    [{ zh: "账本", en: "In the ledger" }, of.ledger_minor],
  ];
  return (
    <div className="py-4">
      <h2 className="h2-core">{of.currency}</h2>
      <p>
        <span aria-hidden="true">{of.unexplained_minor === 0 ? "✓ " : "! "}</span>
        {of.unexplained_minor === 0
          ? say({
              zh: "两边对得上，每一分都有说明。",
              en: "Both sides agree, and every cent of difference is explained.",
            })
          : say({
              zh: `有 ${money(of.unexplained_minor, of.currency)} 没有说明，请停止付款并查明。`,
              en: `${money(of.unexplained_minor, of.currency)} is not explained. Stop paying out and look into it.`,
            })}
      </p>
      {of.at_desk === 0 ? null : (
        <p>
          {say({
            zh: `其中 ${of.at_desk} 笔退款是在支付平台手工做的，由合作社的工作台处理。`,
            en: `Of these, ${of.at_desk} refunded by hand at the processor; a cooperative's desk answers for them.`,
          })}
        </p>
      )}
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={of.currency}>
        <table className="txt-small">
          <tbody>
            {lines.map(([words, minor]) => (
              <tr key={words.en}>
                <th scope="row" className="px-6 py-2 text-left font-normal">
                  {say(words)}
                </th>
                <Cell number>{money(minor, of.currency)}</Cell>
              </tr>
            ))}
          </tbody>
        </table>
        <table className="w-full txt-small">
          <thead>
            <tr className="text-ui-fg-subtle border-b">
              {[
                { zh: "种类", en: "Kind" },
                { zh: "笔数", en: "Number" },
                { zh: "金额", en: "Amount" },
                { zh: "手续费", en: "Fees" },
              ].map((words, at) => (
                <th
                  key={words.en}
                  scope="col"
                  className={`px-6 py-2 font-medium ${at === 0 ? "text-left" : "text-right"}`}
                >
                  {say(words)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.by_class.map((one) => (
              <tr key={one.class} className="border-b last:border-b-0">
                <Cell>{say(CLASSES[one.class] ?? { zh: one.class, en: one.class })}</Cell>
                <Cell number>{one.movements}</Cell>
                <Cell number>{money(one.amount_minor, of.currency)}</Cell>
                <Cell number>{money(one.fee_minor, of.currency)}</Cell>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
