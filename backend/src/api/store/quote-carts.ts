import {
  authenticate,
  type AuthenticatedMedusaRequest,
  type MedusaNextFunction,
  type MedusaRequest,
  type MedusaResponse,
  type MiddlewareRoute,
} from "@medusajs/framework/http";
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils";
import { mayAct } from "@commonlot/domain";
import { refuseWith, valueOf } from "../../lib/refusal";
import { row } from "../../lib/sql";
import type WholesaleService from "../../modules/wholesale/service";
import { refuseQuoteCart } from "../../workflows/wholesale/quote-cart";
import { requireCompany } from "../wholesale/scope";

// The cart of an accepted quote at the shop's routes, Medusa's and ours: its company's buyers see and pay it, and nobody changes it (docs/adr/0069).

/** By these its buyer pays: who is told, at which place the quote names; its payment; its order. All else would change it. */
const PAYS = /\/(complete|delivery|short-choice)$/;

const asMember = authenticate("wholesale_member", ["bearer", "session"], { allowUnauthenticated: true });

/** A cart in the address of a route, and whatever stands below it. */
export async function onlyItsCompany(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): Promise<void> {
  const cart_id = req.params.id ?? "";
  if (!(await letBuyers(req, res, cart_id))) return next();
  if (req.method !== "GET" && req.method !== "HEAD" && !PAYS.test(pathOf(req)))
    valueOf(await refuseQuoteCart(req.scope, cart_id));
  next();
}

/** A cart that is named in what is sent or asked. */
async function onlyItsCompanySends(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): Promise<void> {
  const sent = (req.body as { cart_id?: unknown } | undefined)?.cart_id ?? req.query.cart_id;
  if (typeof sent === "string") await letBuyers(req, res, sent);
  next();
}

/** A payment collection of such a cart. */
async function onlyItsCompanyCollects(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction,
): Promise<void> {
  const sql = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  const found = await row<{ cart_id: string }>(
    sql,
    `select cart_id from cart_payment_collection where payment_collection_id = ? and deleted_at is null`,
    [req.params.id ?? ""],
  );
  if (found) await letBuyers(req, res, found.cart_id);
  next();
}

/** Whether the cart is a quote's; then only who buys for its company goes on, and for everybody else there is none. */
async function letBuyers(req: MedusaRequest, res: MedusaResponse, cart_id: string): Promise<boolean> {
  const { quotes }: WholesaleService = req.scope.resolve("wholesale");
  const owner = await quotes.cartOwner(cart_id);
  if (!owner) return false;
  const roles = await rolesIn(req, res, owner.company_id);
  if (roles === undefined) refuseWith("cart_not_found", "There is no cart with this id.", "cart_id");
  if (!mayAct(roles, "buy"))
    refuseWith(
      "not_your_role",
      "This cart is an accepted quote, and your roles in this company do not let you pay it. Ask a buyer or an owner; nothing was changed.",
    );
  return true;
}

/** The roles of whoever asks in this company, from the row as it is now; undefined for everybody who is not of it. */
export async function rolesIn(req: MedusaRequest, res: MedusaResponse, company_id: string) {
  const asked = req as AuthenticatedMedusaRequest;
  const before = asked.auth_context;
  try {
    await new Promise<void>((done, failed) => {
      void Promise.resolve(asMember(req, res, (error?: unknown) => (error ? failed(asError(error)) : done()))).catch(
        failed,
      );
    });
    const context = asked.auth_context as typeof before | undefined;
    if (context?.actor_type !== "wholesale_member") return undefined;
    const { member } = await requireCompany(asked);
    return member.company_id === company_id ? member.roles : undefined;
  } catch (error) {
    if (error instanceof MedusaError && NOT_OF_IT.has(error.type)) return undefined;
    throw error;
  } finally {
    // What comes after asks who the customer is.
    asked.auth_context = before;
  }
}

/** Signed out, or without any role that may look. */
const NOT_OF_IT = new Set<string>([MedusaError.Types.UNAUTHORIZED, MedusaError.Types.FORBIDDEN]);

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const pathOf = (req: MedusaRequest): string => (req.originalUrl.split("?")[0] ?? "").replace(/\/+$/, "");

export const quoteCartMiddlewares: MiddlewareRoute[] = [
  { matcher: "/store/carts/:id", middlewares: [onlyItsCompany] },
  { matcher: "/store/checkouts", methods: ["POST"], middlewares: [onlyItsCompanySends] },
  { matcher: "/store/payments", methods: ["POST"], middlewares: [onlyItsCompanySends] },
  { matcher: "/store/payment-collections", methods: ["POST"], middlewares: [onlyItsCompanySends] },
  {
    matcher: "/store/payment-collections/:id/payment-sessions",
    methods: ["POST"],
    middlewares: [onlyItsCompanyCollects],
  },
  { matcher: "/store/shipping-options", methods: ["GET"], middlewares: [onlyItsCompanySends] },
  { matcher: "/store/shipping-options/:id/calculate", methods: ["POST"], middlewares: [onlyItsCompanySends] },
  { matcher: "/store/orders/:id/key", methods: ["POST"], middlewares: [onlyItsCompanySends] },
];
