import type { DemoHouse, HouseClient } from "./house-client.js";
import type { Stages } from "./main-job.js";

export interface HouseSummary {
  stock: { unit: "g" | "piece"; in: number; sold: number; held: number; left: number; lost: number }[];
  parcels: { parcels: number; gross_g: number; freight_minor: number; carton_minor: number; currency: string }[];
  money: {
    currency: string;
    captured_minor: number;
    refunded_minor: number;
    paid_out: { rail: string; amount_minor: number }[];
    accounts: { kind: string; amount_minor: number }[];
  }[];
  payouts: { rail: string; state: string; payouts: number; amount_minor: number; currency: string }[];
  invariants: { id: string; name: string; count: number; violations: number }[];
}

/** The mirror follows within five seconds and jobs end within seconds: longer than this is a fault. */
const SETTLE_DOWN_MS = 60_000;

export function readSummary(operator: HouseClient): Promise<HouseSummary> {
  return operator.get<HouseSummary>("/admin/house/summary");
}

/** Waits until every invariant holds; false when one still does not after a minute. */
export async function untilSound(operator: HouseClient): Promise<boolean> {
  const end = Date.now() + SETTLE_DOWN_MS;
  for (;;) {
    const { violations } = await operator.get<{ violations: number }>("/admin/health/invariants");
    if (violations === 0) return true;
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

const NAMES: Record<string, string> = {
  buyer_deposit: "buyers' deposits not divided yet",
  household_payable: "owed to households",
  household_holdback: "held back for households",
  cooperative_fee: "cooperatives",
  packing: "packing",
  platform_fee: "platform",
  agent_commission: "agents",
  freight: "carriers",
  tax: "tax",
  processor_fee: "card processor",
};

/** What happened, in lines a person can check against each other. */
export function tell(house: DemoHouse, summary: HouseSummary, stages: Stages): string {
  const lines: string[] = ["SUMMARY", ""];
  for (const stock of summary.stock) {
    const figure =
      stock.unit === "g" ? (n: number) => `${grouped(n / 1000, 1)} kg` : (n: number) => `${grouped(n, 0)} pieces`;
    lines.push(
      `Goods   in ${figure(stock.in)} = sold ${figure(stock.sold)} + held ${figure(stock.held)} + left ${figure(stock.left)} + lost ${figure(stock.lost)}`,
    );
  }
  for (const p of summary.parcels) {
    lines.push(
      `Parcels ${grouped(p.parcels, 0)}, ${grouped(p.gross_g / 1000, 1)} kg, freight ${money(p.freight_minor, p.currency)}, cartons ${money(p.carton_minor, p.currency)}`,
    );
  }
  for (const m of summary.money) {
    lines.push(
      "",
      `Money in ${money(m.captured_minor, m.currency)}${m.refunded_minor ? `, refunded ${money(m.refunded_minor, m.currency)}` : ""}; where it is:`,
    );
    const owned = m.accounts.filter((a) => !["clearing", "payout_clearing"].includes(a.kind) && a.amount_minor !== 0);
    for (const account of owned)
      lines.push(`  ${pad(money(account.amount_minor, m.currency), 16)}  ${NAMES[account.kind] ?? account.kind}`);
    for (const rail of m.paid_out)
      lines.push(
        `  ${pad(money(rail.amount_minor, m.currency), 16)}  paid to households by ${rail.rail.replace("_", " ")}`,
      );
    const sum = owned.reduce((s, a) => s + a.amount_minor, 0) + m.paid_out.reduce((s, r) => s + r.amount_minor, 0);
    lines.push(
      `  ${pad(money(sum, m.currency), 16)}  together, ${sum === m.captured_minor - m.refunded_minor ? "to the cent what came in" : "WHICH IS NOT WHAT CAME IN"}`,
    );
  }
  lines.push("");
  for (const p of summary.payouts)
    lines.push(
      `Payouts ${p.payouts} by ${p.rail.replace("_", " ")}: ${money(p.amount_minor, p.currency)} (${p.state})`,
    );
  lines.push("", "Invariants");
  for (const i of summary.invariants) {
    lines.push(
      `  ${i.violations === 0 ? "✓" : "✗"} ${i.id.padEnd(4)} ${i.name}: ${grouped(i.count, 0)} looked at, ${i.violations} violations`,
    );
  }
  if (stages.length > 0) {
    lines.push("", "Seconds");
    for (const [title, seconds] of stages) lines.push(`  ${pad(seconds.toFixed(1), 7)}  ${title}`);
  }
  return lines.join("\n");
}

function grouped(value: number, digits: number): string {
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function money(minor: number, currency: string): string {
  return `${currency} ${grouped(minor / 100, 2)}`;
}

const pad = (text: string, width: number) => text.padStart(width);
