import { createCookieSessionStorage, redirect, type Session } from "react-router";
import { readEnv } from "./env.server";

// A cookie for each room, so that signing out at the desk does not empty a cart. All httpOnly: no token in page script.

/** Of one line of the cart: what a pack cost and what it costs now, in minor units. */
export interface PriceChange {
  readonly line_id: string;
  readonly was_minor: number;
  readonly now_minor: number;
}

interface ShopData {
  cart_id: string;
  /** Pieces in the cart, so that the header needs no call to the backend. */
  cart_count: number;
  /** To be said once, by the next page that shows the cart. */
  price_changes: readonly PriceChange[];
  /** A basket that waits while a pre-order is paid for. */
  aside: { cart_id: string; cart_count: number };
  /** Orders this browser placed or opened by its buyer's link, newest first; their pages show address and contact here only. */
  orders: string[];
  /** By which this browser acts as their buyer. */
  order_keys: Record<string, string>;
}
interface TokenData {
  token: string;
  /** At the desk: in which of their cooperatives this person works now; the first one when it is not there. */
  cooperative_id: string;
  /** At home, signed in by phone: which of the households it opens; not needed when it is one. */
  household_id: string;
}

const DAY_S = 86_400;
/** A browser remembers its last orders; a cookie has little room. */
const ORDERS_KEPT = 10;

/** What every cookie of ours is: signed, and seen by no script and no other site. */
export function cookieOptions() {
  const env = readEnv();
  return {
    httpOnly: true,
    sameSite: "lax" as const,
    secure: env.STOREFRONT_URL?.startsWith("https://") ?? false,
    secrets: [env.SESSION_SECRET],
  };
}

function storage<Data>(name: string, path: string, maxAge: number) {
  return createCookieSessionStorage<Data>({ cookie: { ...cookieOptions(), name, path, maxAge } });
}

let storages: ({ shop: ReturnType<typeof storage<ShopData>> } & Record<Role, TokenStorage>) | undefined;
type TokenStorage = ReturnType<typeof storage<TokenData>>;

function all() {
  storages ??= {
    shop: storage<ShopData>("cl_shop", "/", 30 * DAY_S),
    // Medusa's tokens live one day.
    desk: storage<TokenData>("cl_desk", "/", DAY_S),
    household: storage<TokenData>("cl_home", "/", DAY_S),
    office: storage<TokenData>("cl_office", "/", DAY_S),
    account: storage<TokenData>("cl_account", "/", DAY_S),
    company: storage<TokenData>("cl_company", "/", DAY_S),
    agent: storage<TokenData>("cl_agent", "/", DAY_S),
  };
  return storages;
}

export type ShopSession = Session<ShopData, ShopData>;

export function shopSession(request: Request): Promise<ShopSession> {
  return all().shop.getSession(request.headers.get("cookie"));
}

/** Pieces in the cart of who sends this cookie. */
export async function cartCountOf(cookie: string): Promise<number> {
  const count = (await all().shop.getSession(cookie)).get("cart_count");
  return typeof count === "number" && Number.isSafeInteger(count) && count > 0 ? count : 0;
}

export async function saved(session: ShopSession): Promise<{ "Set-Cookie": string }> {
  return { "Set-Cookie": await all().shop.commitSession(session) };
}

/** This cart is paid for first; what was in the basket comes back when it has become an order. */
export function putAside(session: ShopSession, cart_id: string, cart_count: number): void {
  const before = session.get("cart_id");
  const count = session.get("cart_count") ?? 0;
  if (before !== undefined && before !== cart_id && count > 0 && !session.has("aside"))
    session.set("aside", { cart_id: before, cart_count: count });
  session.set("cart_id", cart_id);
  session.set("cart_count", cart_count);
}

/** The cart has become this order: forget the cart, remember the order and, where it was given, the key by which its buyer acts. */
export function placed(session: ShopSession, order_id: string, key: string | undefined): void {
  const aside = session.get("aside");
  if (aside) {
    session.set("cart_id", aside.cart_id);
    session.set("cart_count", aside.cart_count);
    session.unset("aside");
  } else {
    session.unset("cart_id");
    session.unset("cart_count");
  }
  rememberOrder(session, order_id, key);
}

/** This browser is the buyer's: it bought the order, or opened the link that was sent to its buyer. */
export function rememberOrder(session: ShopSession, order_id: string, key: string | undefined): void {
  const others = (session.get("orders") ?? []).filter((id) => id !== order_id);
  const orders = [order_id, ...others].slice(0, ORDERS_KEPT);
  const known = { ...session.get("order_keys"), ...(key === undefined ? {} : { [order_id]: key }) };
  session.set("orders", orders);
  session.set("order_keys", Object.fromEntries(Object.entries(known).filter(([id]) => orders.includes(id))));
}

/** The header by which the backend knows the buyer of the orders of this browser. */
export function buyerHeaders(session: ShopSession): Record<string, string> {
  return { "x-order-key": Object.values(session.get("order_keys") ?? {}).join(",") };
}

/** The same, and who is signed in: whatever shows that this browser is an order's buyer. */
export async function asBuyer(request: Request): Promise<Record<string, string>> {
  const [session, token] = await Promise.all([shopSession(request), tokenOf(request, "account")]);
  return { ...buyerHeaders(session), ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
}

/** `account`: a buyer. `company`: who acts for one that buys in bulk. `agent`: who brings its orders. */
export type Role = "desk" | "household" | "office" | "account" | "company" | "agent";

export async function tokenOf(request: Request, role: Role): Promise<string | undefined> {
  const session = await all()[role].getSession(request.headers.get("cookie"));
  return session.get("token");
}

/** In which cooperative this person works now, where they chose one. */
export async function cooperativeOf(request: Request): Promise<string | undefined> {
  const session = await all().desk.getSession(request.headers.get("cookie"));
  return session.get("cooperative_id");
}

/** Works in another of their cooperatives from now on; whether it is theirs the backend says at the next click. */
export async function switchCooperative(
  request: Request,
  cooperative_id: string | undefined,
  to: string,
): Promise<Response> {
  const session = await all().desk.getSession(request.headers.get("cookie"));
  if (cooperative_id === undefined) session.unset("cooperative_id");
  else session.set("cooperative_id", cooperative_id);
  return redirect(to, { headers: { "Set-Cookie": await all().desk.commitSession(session) } });
}

/** Which household this person looks at now, where their phone opens several and they chose one. */
export async function householdOf(request: Request): Promise<string | undefined> {
  const session = await all().household.getSession(request.headers.get("cookie"));
  return session.get("household_id");
}

/** Looks at another of the households that the phone opens; whether it does the backend says at the next click. */
export async function switchHousehold(
  request: Request,
  household_id: string | undefined,
  to: string,
): Promise<Response> {
  const session = await all().household.getSession(request.headers.get("cookie"));
  if (household_id === undefined) session.unset("household_id");
  else session.set("household_id", household_id);
  return redirect(to, { headers: { "Set-Cookie": await all().household.commitSession(session) } });
}

export async function signIn(role: Role, token: string, to: string): Promise<Response> {
  const session = await all()[role].getSession();
  session.set("token", token);
  return redirect(to, { headers: { "Set-Cookie": await all()[role].commitSession(session) } });
}

export async function signOut(role: Role, request: Request, to: string): Promise<Response> {
  const session = await all()[role].getSession(request.headers.get("cookie"));
  return redirect(to, { headers: { "Set-Cookie": await all()[role].destroySession(session) } });
}

/** Signs a buyer out: the cart with their address, and the orders that this browser may open, are forgotten too. */
export async function leaveAccount(request: Request, to: string): Promise<Response> {
  const answer = await signOut("account", request, to);
  const { shop } = all();
  answer.headers.append("Set-Cookie", await shop.destroySession(await shop.getSession(request.headers.get("cookie"))));
  return answer;
}
