import type { CompanyOrder } from "./orders.server";

/** The page of what an order came of: its quote, or the joint one of several. */
export const cameOf = (path: string, order: Pick<CompanyOrder, "quotes" | "joint_id">): string =>
  order.joint_id === null
    ? `/${path}/wholesale/quotes/${order.quotes[0]?.id ?? ""}`
    : `/${path}/wholesale/joint-quotes/${order.joint_id}`;
