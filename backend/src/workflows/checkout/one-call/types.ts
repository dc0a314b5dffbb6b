import type { ShortChoice } from "@commonlot/domain";
import type { Shipped } from "../../parcel/shipping-price";

/** An address as Medusa's store API takes it. */
export interface GivenAddress {
  first_name?: string | null | undefined;
  last_name?: string | null | undefined;
  company?: string | null | undefined;
  phone?: string | null | undefined;
  address_1?: string | null | undefined;
  address_2?: string | null | undefined;
  city?: string | null | undefined;
  province?: string | null | undefined;
  postal_code?: string | null | undefined;
  country_code: string;
}

/** Who gets the goods, and how they come. */
export interface Delivery {
  cart_id: string;
  /** The cart's own stands when it is left out. */
  email?: string | undefined;
  shipping_address: GivenAddress;
  /** The shipping address when it is left out. */
  billing_address?: GivenAddress | undefined;
  /** The house's own way of shipping when it is left out. */
  shipping_option_id?: string | undefined;
}

/** Everything between a filled cart and an order. */
export interface CheckOut extends Delivery {
  shipping_option_id: string;
  /** What the buyer was shown, as the cart's `total` writes it; another total by now is refused before anything is paid. */
  expected_total?: number | string | undefined;
  /** What is done about goods that are missing; null: as the cooperative does. Left out, the cart's own choice stands. */
  short_choice?: ShortChoice | null | undefined;
  payment: {
    provider_id: string;
    /** Of the processor, made in the browser. Left out: the answer says how the browser pays, and the same call goes on from there. */
    payment_method?: string | undefined;
    /** Where 3-D Secure comes back to. */
    return_url?: string | undefined;
  };
}

/** The cart as it was read once. */
export interface OnceCart extends Omit<Shipped, "items" | "shipping_address"> {
  id: string;
  completed_at?: unknown;
  email?: string | null;
  customer_id?: string | null;
  customer?: unknown;
  region_id?: string | null;
  sales_channel_id?: string | null;
  region?: { name?: string | null; countries?: ({ iso_2: string } | null)[] | null } | null;
  items?: (OnceItem | null)[] | null;
  shipping_address?: KeptAddress | null;
  billing_address?: KeptAddress | null;
  shipping_methods?: ({ id: string; shipping_option_id?: string | null; tax_lines?: unknown[] | null } | null)[] | null;
  promotions?: ({ code?: string } | null)[] | null;
  payment_collection?: { payment_sessions?: ({ payment?: { id: string } | null } | null)[] | null } | null;
}

export interface OnceItem {
  id: string;
  variant_id?: string | null;
  quantity: number;
  unit_price?: unknown;
  tax_lines?: unknown[] | null;
  is_custom_price?: boolean | null;
  is_tax_inclusive?: boolean | null;
}

export type KeptAddress = { [part in keyof GivenAddress]?: string | null | undefined } & { id?: string };
