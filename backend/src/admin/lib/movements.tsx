import { Cell, Panel } from "./panel";
import { moment, money, State } from "./parts";
import { CLASSES } from "./processor-words";
import { useRows } from "./use-rows";
import { say } from "./words";

interface Movement {
  id: string;
  class: string;
  source: string | null;
  currency: string;
  amount_minor: number;
  fee_minor: number;
  at: string;
  matched: boolean;
}

/** Every movement of our balance at the processor, newest first. */
export function Movements() {
  const rows = useRows<Movement>("/admin/commonlot/processor-transactions");
  return (
    <Panel
      title={{ zh: "支付平台的每一笔", en: "Movements at the processor" }}
      note={{ zh: "最新的在前。", en: "Newest first." }}
      none={{ zh: "还没有。", en: "None yet." }}
      columns={[
        { name: { zh: "时间", en: "When" } },
        { name: { zh: "种类", en: "Kind" } },
        { name: { zh: "凭据", en: "Reference" } },
        { name: { zh: "金额", en: "Amount" }, number: true },
        { name: { zh: "手续费", en: "Fee" }, number: true },
        { name: { zh: "对账", en: "Matched" } },
      ]}
      rows={rows}
    >
      {(one) => (
        <tr key={one.id} className="border-b last:border-b-0">
          <Cell>{moment(one.at)}</Cell>
          <Cell>{say(CLASSES[one.class] ?? { zh: one.class, en: one.class })}</Cell>
          <Cell>
            <span className="break-all">{one.source}</span>
          </Cell>
          <Cell number>{money(one.amount_minor, one.currency)}</Cell>
          <Cell number>{money(one.fee_minor, one.currency)}</Cell>
          <Cell>
            {one.matched ? (
              <State sign="✓" words={{ zh: "对上了", en: "matched" }} />
            ) : (
              <State sign="!" words={{ zh: "还没有", en: "not yet" }} />
            )}
          </Cell>
        </tr>
      )}
    </Panel>
  );
}
