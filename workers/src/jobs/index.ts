import type { JobName } from "@commonlot/domain";
import type { JobDefinition, JobHandler } from "../job";
import type { RegisteredJob } from "../run-job";
import { job as allocateJob } from "./allocate/job";
import { handle as allocate } from "./allocate/handler";
import { job as cancelOrderJob } from "./cancel-order/job";
import { handle as cancelOrder } from "./cancel-order/handler";
import { job as captureJob } from "./capture/job";
import { handle as capture } from "./capture/handler";
import { job as correctionNoticeJob } from "./correction-notice/job";
import { handle as correctionNotice } from "./correction-notice/handler";
import { job as objectionNoticeJob } from "./objection-notice/job";
import { handle as objectionNotice } from "./objection-notice/handler";
import { job as receiptJob } from "./receipt/job";
import { handle as receipt } from "./receipt/handler";
import { job as notifyJob } from "./notify/job";
import { handle as notify } from "./notify/handler";
import { job as sendCodeJob } from "./send-code/job";
import { handle as sendCode } from "./send-code/handler";
import { job as bookParcelsJob } from "./book-parcels/job";
import { handle as bookParcels } from "./book-parcels/handler";
import { job as carrierEventJob } from "./carrier-event/job";
import { handle as carrierEvent } from "./carrier-event/handler";
import { job as fulfilJob } from "./fulfil/job";
import { handle as fulfil } from "./fulfil/handler";
import { job as planParcelsJob } from "./plan-parcels/job";
import { handle as planParcels } from "./plan-parcels/handler";
import { job as printCardsJob } from "./print-cards/job";
import { handle as printCards } from "./print-cards/handler";
import { job as printLabelsJob } from "./print-labels/job";
import { handle as printLabels } from "./print-labels/handler";
import { job as reconcileJob } from "./reconcile/job";
import { handle as reconcile } from "./reconcile/handler";
import { job as refitParcelsJob } from "./refit-parcels/job";
import { handle as refitParcels } from "./refit-parcels/handler";
import { job as refundJob } from "./refund/job";
import { handle as refund } from "./refund/handler";
import { job as shortJob } from "./short/job";
import { handle as short } from "./short/handler";
import { job as shipJob } from "./ship/job";
import { handle as ship } from "./ship/handler";
import { job as stripeEventJob } from "./stripe-event/job";
import { handle as stripeEvent } from "./stripe-event/handler";
import { job as voidPaymentJob } from "./void-payment/job";
import { handle as voidPayment } from "./void-payment/handler";
import { job as bankFileJob } from "./bank-file/job";
import { handle as bankFile } from "./bank-file/handler";
import { job as payJob } from "./pay/job";
import { handle as pay } from "./pay/handler";
import { job as postJob } from "./post/job";
import { handle as post } from "./post/handler";
import { job as settleJob } from "./settle/job";
import { handle as settle } from "./settle/handler";

const registered = new Map<JobName, RegisteredJob>();

/** Name, payload and handler are tied together here, once; the map beyond holds them loosely. */
function register<N extends JobName>(definition: JobDefinition<N>, handler: JobHandler<N>): void {
  registered.set(definition.name, { definition: definition, handler: handler });
}

register(allocateJob, allocate);
register(cancelOrderJob, cancelOrder);
register(captureJob, capture);
register(notifyJob, notify);
register(sendCodeJob, sendCode);
register(receiptJob, receipt);
register(correctionNoticeJob, correctionNotice);
register(objectionNoticeJob, objectionNotice);
register(bookParcelsJob, bookParcels);
register(carrierEventJob, carrierEvent);
register(fulfilJob, fulfil);
register(planParcelsJob, planParcels);
register(printCardsJob, printCards);
register(printLabelsJob, printLabels);
register(reconcileJob, reconcile);
register(refitParcelsJob, refitParcels);
register(refundJob, refund);
register(shipJob, ship);
register(shortJob, short);
register(stripeEventJob, stripeEvent);
register(voidPaymentJob, voidPayment);
register(bankFileJob, bankFile);
register(payJob, pay);
register(postJob, post);
register(settleJob, settle);

/** Every job this process can run, by name. */
export const JOB_HANDLERS: ReadonlyMap<JobName, RegisteredJob> = registered;
