/** Names of our pages in the sidebar; everything else says its words where they stand (lib/words.ts). */
export default {
  en: {
    commonlot: {
      payouts: "Payouts to households",
      reconciliation: "Reconciliation",
      events: "Processor's events",
      operations: "Jobs and promises",
      feePolicies: "Fee policies",
      outsideRefunds: "Outside refunds",
      cycles: "Order cycles",
      villages: "Villages",
      cooperatives: "Cooperatives",
      companies: "Companies",
      agents: "Agents",
    },
  },
  zhCN: {
    commonlot: {
      payouts: "给农户的付款",
      reconciliation: "对账",
      events: "支付平台的通知",
      operations: "任务与核对",
      feePolicies: "平台费率",
      outsideRefunds: "站外退款",
      cycles: "订购期",
      villages: "村庄",
      cooperatives: "合作社",
      companies: "企业客户",
      agents: "代理人",
    },
  },
};
