import { PASSWORD } from "../seed/data/people.js";

/** A login of the demo's table that no seed made. */
export interface CompanyLogin {
  role: "purchaser" | "approver";
  name: string;
  email: string;
  password: string;
  sign_in: { path: string; body: { email: string; password: string } };
}

const login = (role: CompanyLogin["role"], name: string, email: string): CompanyLogin => ({
  role,
  name,
  email,
  password: PASSWORD,
  sign_in: { path: "/auth/wholesale_member/company-password", body: { email, password: PASSWORD } },
});

/** Registers the company, owns it and buys for it. */
export const PURCHASER = login("purchaser", "林晓燕", "buyer@canteen.example");
/** Lets through what is above the purchaser's limit. */
export const APPROVER = login("approver", "陈国栋", "approver@canteen.example");

export const COMPANY = {
  name: "榕城食堂管理有限公司",
  country: "CN",
  tax_number: "91350100M000100Y43",
  currency: "CNY",
  time_zone: "Asia/Shanghai",
};

/** 5,000.00 an order: eight sacks of walnuts at 560.00 are bought alone, for nine an approver is asked. */
export const PURCHASER_LIMITS = { per_order_minor: 500_000, per_window: null };

export const ADDRESS = {
  name: "榕城食堂中心仓",
  phone: "13800138000",
  country: "CN",
  province: "福建省",
  city: "福州市",
  address: "仓山区金山大道 618 号",
  postal_code: "350008",
};
