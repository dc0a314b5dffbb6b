import type { PoolClient } from "pg";
import type Stripe from "stripe";
import type { Faults } from "./faults.js";

/** What a form-encoded request holds after bracket decoding: every leaf is text. */
export type Param = string | Param[] | { [key: string]: Param };
export type Params = { [key: string]: Param };

/** Any object of Stripe's API; the concrete types come from the SDK, so that field names are checked. */
export type ApiObject = { id?: string; object: string };

/** What the stand-in keeps about each kind of object but never shows. */
export type Private = {
  /** Alias of the test card that decides what happens next (see cards.ts). */
  card?: string;
  /** Where the buyer goes after 3-D Secure. */
  return_url?: string;
  /** The webhook endpoint came from the environment, not from the API. */
  from_env?: boolean;
};

export type Row<T> = { body: T; private: Private };

export type KeyKind = "secret" | "publishable";

/** One request (or one background action) inside one database transaction. */
export type Ctx = {
  db: PoolClient;
  /** Connected account named by `Stripe-Account`; empty text is the platform itself. */
  account: string;
  key: KeyKind;
  /** Path parameters. */
  path: Record<string, string>;
  /** Body of a POST, query of a GET or DELETE. */
  params: Params;
  /** Seconds since 1970. */
  now: number;
  newId: (prefix: string) => string;
  faults: Faults;
  /** Base URL under which a browser reaches this stand-in, without a slash at the end. */
  publicUrl: string;
  /** Origins a buyer may be sent back to; loopback is always allowed. */
  returnOrigins: readonly string[];
  request: { id: string | null; idempotency_key: string | null };
};

/** `hang`: the effect is kept but the caller never hears of it (time-out card). */
export type Answer = { status: number; body: object; hang?: boolean };

export type Route = {
  method: "GET" | "POST" | "DELETE";
  path: string;
  /** May also be called with a publishable key and a client secret. */
  publishable?: boolean;
  handle: (ctx: Ctx) => Promise<Answer>;
};

export const ok = (body: object): Answer => ({ status: 200, body });

export type Intent = Stripe.PaymentIntent;
export type Charge = Stripe.Charge;
