import { AbstractPaymentProvider, ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils";
import type {
  AuthorizePaymentInput,
  AuthorizePaymentOutput,
  CancelPaymentOutput,
  CapturePaymentInput,
  CapturePaymentOutput,
  CancelPaymentInput,
  DeletePaymentInput,
  DeletePaymentOutput,
  GetPaymentStatusInput,
  GetPaymentStatusOutput,
  InitiatePaymentInput,
  InitiatePaymentOutput,
  PaymentSessionStatus,
  RefundPaymentInput,
  RefundPaymentOutput,
  RetrievePaymentInput,
  RetrievePaymentOutput,
  UpdatePaymentInput,
  UpdatePaymentOutput,
  WebhookActionResult,
} from "@medusajs/framework/types";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { row } from "../../lib/sql";

interface Paid {
  id: string;
  state: string;
}

/**
 * Payment by bank transfer. A session is authorised when a proforma is bound to it whose money has come (docs/adr/0052) or may come later, and by nothing
 * that a client says: which session that is, only the worker that has seen the money writes. Capturing, cancelling and giving back move no
 * money here: it lies at the cooperative's bank, and what goes back a person sends.
 */
class TransferService extends AbstractPaymentProvider {
  static override identifier = "transfer";
  private readonly sql: Knex;

  constructor(container: Record<string, unknown>, options: Record<string, unknown> = {}) {
    super(container, options);
    this.sql = container[ContainerRegistrationKeys.PG_CONNECTION] as Knex;
  }

  override initiatePayment({ data, context }: InitiatePaymentInput): Promise<InitiatePaymentOutput> {
    // Medusa's own key of the session, whatever a client has put beside it.
    const session_id = sessionOf(data) ?? context?.idempotency_key ?? "";
    return Promise.resolve({ id: session_id, data: { session_id } });
  }

  override updatePayment({ data }: UpdatePaymentInput): Promise<UpdatePaymentOutput> {
    return Promise.resolve({ data: data ?? {} });
  }

  override async authorizePayment({ data }: AuthorizePaymentInput): Promise<AuthorizePaymentOutput> {
    const paid = await this.paidBy(data);
    if (!paid || !isGood(paid.state)) return { status: "pending", data: data ?? {} };
    return { status: "authorized", data: { ...data, id: paid.id } };
  }

  override async getPaymentStatus({ data }: GetPaymentStatusInput): Promise<GetPaymentStatusOutput> {
    const state = (await this.paidBy(data))?.state;
    const status: PaymentSessionStatus = isGood(state) ? "authorized" : state === undefined ? "pending" : "canceled";
    return { status, data: data ?? {} };
  }

  override async capturePayment({ data }: CapturePaymentInput): Promise<CapturePaymentOutput> {
    const paid = await this.paidBy(data);
    if (isGood(paid?.state)) return { data: data ?? {} };
    throw new MedusaError(MedusaError.Types.NOT_ALLOWED, "The money of this transfer is no order's any more.");
  }

  override cancelPayment({ data }: CancelPaymentInput): Promise<CancelPaymentOutput> {
    return Promise.resolve({ data: data ?? {} });
  }

  override deletePayment({ data }: DeletePaymentInput): Promise<DeletePaymentOutput> {
    return Promise.resolve({ data: data ?? {} });
  }

  override refundPayment({ data }: RefundPaymentInput): Promise<RefundPaymentOutput> {
    return Promise.resolve({ data: data ?? {} });
  }

  override retrievePayment({ data }: RetrievePaymentInput): Promise<RetrievePaymentOutput> {
    return Promise.resolve({ data: data ?? {} });
  }

  override getWebhookActionAndData(): Promise<WebhookActionResult> {
    return Promise.resolve({ action: "not_supported" });
  }

  private paidBy(data: Record<string, unknown> | undefined): Promise<Paid | undefined> {
    return row<Paid>(this.sql, `select id, state from proforma where session_id = ?`, [sessionOf(data) ?? ""]);
  }
}

/** Its money has come, or its company may pay later (docs/adr/0058). */
function isGood(state: string | undefined): boolean {
  return state === "paid" || state === "granted" || state === "ordered";
}

function sessionOf(data: Record<string, unknown> | undefined): string | undefined {
  return typeof data?.session_id === "string" ? data.session_id : undefined;
}

export default TransferService;
