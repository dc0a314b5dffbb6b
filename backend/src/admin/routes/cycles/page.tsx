import { defineRouteConfig } from "@medusajs/admin-sdk";
import { Cell, Panel } from "../../lib/panel";
import { moment, State } from "../../lib/parts";
import { useRows } from "../../lib/use-rows";
import { amount, say, type Words } from "../../lib/words";

interface Cycle {
  id: string;
  name: Words;
  cooperative: Words;
  state: string;
  opens_at: string;
  closes_at: string;
  ready_from: string;
  ready_to: string;
  minimum: { kind: "none" | "grams" | "orders"; least: number; have: number; reached: boolean };
  orders: number;
  ended_orders: number | null;
  ended_g: number | null;
}

const STATES: Readonly<Record<string, { sign: string; words: Words }>> = {
  draft: { sign: "✎", words: { zh: "草稿", en: "draft" } },
  soon: { sign: "◷", words: { zh: "等待开放", en: "waits to open" } },
  open: { sign: "●", words: { zh: "开放中", en: "open" } },
  closing: { sign: "◔", words: { zh: "正在截单", en: "closing" } },
  reached: { sign: "✓", words: { zh: "已成", en: "done" } },
  missed: { sign: "✕", words: { zh: "未达最低数量，已全退", en: "minimum missed, all given back" } },
  called_off: { sign: "✕", words: { zh: "已取消，已全退", en: "called off, all given back" } },
};

/** Order cycles of every cooperative. They are made and ended at the cooperatives' desks. */
const CyclesPage = () => {
  const rows = useRows<Cycle>("/admin/commonlot/cycles");
  return (
    <Panel
      title={{ zh: "订购期", en: "Order cycles" }}
      note={{
        zh: "各合作社的订购期，最新的在前。新建、推迟和取消在合作社的工作台。",
        en: "Order cycles of every cooperative, newest first. They are made, kept open and called off at the cooperatives' desks.",
      }}
      none={{ zh: "还没有订购期。", en: "There is no order cycle yet." }}
      columns={[
        { name: { zh: "名称", en: "Name" } },
        { name: { zh: "合作社", en: "Cooperative" } },
        { name: { zh: "开放", en: "Opens" } },
        { name: { zh: "截单", en: "Closes" } },
        { name: { zh: "交货日", en: "Ready" } },
        { name: { zh: "最低数量", en: "Minimum" } },
        { name: { zh: "订单", en: "Orders" }, number: true },
        { name: { zh: "状态", en: "State" } },
      ]}
      rows={rows}
    >
      {(one) => (
        <tr key={one.id} className="border-b last:border-b-0">
          <Cell>{say(one.name)}</Cell>
          <Cell>{say(one.cooperative)}</Cell>
          <Cell>{moment(one.opens_at)}</Cell>
          <Cell>{moment(one.closes_at)}</Cell>
          <Cell>{one.ready_from === one.ready_to ? one.ready_from : `${one.ready_from} – ${one.ready_to}`}</Cell>
          <Cell>{minimumOf(one)}</Cell>
          <Cell number>{one.ended_orders ?? one.orders}</Cell>
          <Cell>
            <State {...(STATES[standing(one)] ?? { sign: "", words: { zh: one.state, en: one.state } })} />
          </Cell>
        </tr>
      )}
    </Panel>
  );
};
export default CyclesPage;

export const config = defineRouteConfig({ label: "cycles", translationNs: "commonlot" });

function minimumOf({ minimum, ended_g, ended_orders }: Cycle): string {
  if (minimum.kind === "none") return say({ zh: "没有", en: "none" });
  const have = minimum.kind === "grams" ? (ended_g ?? minimum.have) : (ended_orders ?? minimum.have);
  const written = (value: number) => (minimum.kind === "grams" ? amount(value, "g") : String(value));
  return `${written(have)} / ${written(minimum.least)}`;
}

/** A published cycle opens and closes by the clock. */
function standing(one: Cycle): string {
  if (one.state !== "published") return one.state;
  const now = new Date().toISOString();
  if (now < one.opens_at) return "soon";
  return now < one.closes_at ? "open" : "closing";
}
