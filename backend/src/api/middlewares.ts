import { defineMiddlewares, type MiddlewareRoute } from "@medusajs/framework/http";
import { allocationMiddlewares } from "./desk/allocation-middlewares";
import { pooledStockMiddlewares } from "./admin/pooled-stock/middlewares";
import { deskMiddlewares } from "./desk/middlewares";
import { operatorMiddlewares } from "./admin/commonlot/operator";
import { reversalMiddlewares } from "./desk/reversals/middlewares";
import { bankMiddlewares } from "./desk/bank-answers/middlewares";
import { carrierMiddlewares } from "./desk/carriers/middlewares";
import { truckMiddlewares } from "./desk/truck-rates/middlewares";
import { clawbackMiddlewares } from "./desk/clawbacks/middlewares";
import { cycleMiddlewares } from "./desk/cycles/middlewares";
import { claimMiddlewares } from "./desk/claims/middlewares";
import { moneyPaperMiddlewares } from "./desk/money-papers/middlewares";
import { feePolicyMiddlewares } from "./desk/fee-policies/middlewares";
import { ledgerBooksMiddlewares } from "./desk/ledger-books/middlewares";
import { patronageMiddlewares } from "./desk/patronage/middlewares";
import { pickupPointMiddlewares } from "./desk/pickup-points/middlewares";
import { priceListMiddlewares } from "./desk/price-lists/middlewares";
import { pricePoolMiddlewares } from "./desk/price-pools/middlewares";
import { recallMiddlewares } from "./desk/recalls/middlewares";
import { shedMiddlewares } from "./desk/shed/middlewares";
import { shortMiddlewares } from "./desk/shorts/middlewares";
import { settlementMiddlewares } from "./desk/settlement-periods/middlewares";
import { thanksMiddlewares } from "./desk/thanks/middlewares";
import { vettingMiddlewares } from "./desk/companies/middlewares";
import { teamMiddlewares } from "./desk/team/middlewares";
import { weighInMiddlewares } from "./desk/weigh-in/middlewares";
import { ledgerMiddlewares } from "./desk/ledger/middlewares";
import { shopWritingMiddlewares } from "./desk/villages/middlewares";
import { ourErrorHandler } from "./error-handler";
import { hookMiddlewares } from "./hooks/middlewares";
import { householdMiddlewares } from "./household/middlewares";
import { officeMiddlewares } from "./office/middlewares";
import { signInLimitMiddlewares } from "./sign-in-limit";
import { noNulMiddlewares } from "./no-nul";
import { signUpMiddlewares } from "./sign-up";
import { accountMiddlewares } from "./store/account/middlewares";
import { orderMiddlewares } from "./store/orders/middlewares";
import { checkoutMiddlewares } from "./store/checkouts/middlewares";
import { paymentMiddlewares } from "./store/payments/middlewares";
import { findMiddlewares } from "./store/find/middlewares";
import { pavilionMiddlewares } from "./store/pavilions/middlewares";
import { addresseeMiddlewares } from "./store/addressees/middlewares";
import { preorderMiddlewares } from "./store/preorders/middlewares";
import { seasonMiddlewares } from "./store/season/middlewares";
import { namesMiddlewares } from "./store/names/middlewares";
import { produceMiddlewares } from "./store/produce/middlewares";
import { sellingMiddlewares } from "./store/selling/middlewares";
import { shortQuestionMiddlewares } from "./store/short-questions/middlewares";
import { traceMiddlewares } from "./store/trace/middlewares";
import { moneyBoardMiddlewares } from "./store/villages/middlewares";
import { wholesaleMiddlewares } from "./store/wholesale/middlewares";
import { companyMiddlewares } from "./wholesale/middlewares";
import { addresseeSheetMiddlewares } from "./wholesale/addressee-sheets/middlewares";
import { sampleMiddlewares } from "./wholesale/samples/middlewares";
import { quickMiddlewares } from "./wholesale/quick/middlewares";
import { agreementMiddlewares } from "./wholesale/agreements/middlewares";
import { jointAgreementMiddlewares } from "./wholesale/joint-agreements/middlewares";
import { jointQuoteMiddlewares } from "./wholesale/joint-quotes/middlewares";
import { quoteCartMiddlewares } from "./store/quote-carts";
import { quoteMiddlewares } from "./wholesale/quotes/middlewares";
import { agentMiddlewares } from "./agent/middlewares";
import { proformaMiddlewares } from "./wholesale/proformas/middlewares";
import { companyOrderMiddlewares } from "./wholesale/orders/middlewares";
import { deliveryMiddlewares } from "./wholesale/deliveries/middlewares";
import { proofMiddlewares } from "./wholesale/proofs/middlewares";
import { commissionMiddlewares } from "./desk/commissions/middlewares";
import { transferMiddlewares } from "./desk/transfers/middlewares";

/** Every area keeps its own `middlewares.ts`; this file only lists them. */
const areas: MiddlewareRoute[][] = [
  noNulMiddlewares,
  signUpMiddlewares,
  signInLimitMiddlewares,
  deskMiddlewares,
  teamMiddlewares,
  vettingMiddlewares,
  weighInMiddlewares,
  carrierMiddlewares,
  truckMiddlewares,
  pickupPointMiddlewares,
  allocationMiddlewares,
  ledgerMiddlewares,
  settlementMiddlewares,
  bankMiddlewares,
  moneyPaperMiddlewares,
  reversalMiddlewares,
  operatorMiddlewares,
  pricePoolMiddlewares,
  patronageMiddlewares,
  ledgerBooksMiddlewares,
  feePolicyMiddlewares,
  shortMiddlewares,
  shedMiddlewares,
  recallMiddlewares,
  claimMiddlewares,
  clawbackMiddlewares,
  cycleMiddlewares,
  shortQuestionMiddlewares,
  shopWritingMiddlewares,
  thanksMiddlewares,
  householdMiddlewares,
  officeMiddlewares,
  hookMiddlewares,
  accountMiddlewares,
  quoteCartMiddlewares,
  orderMiddlewares,
  paymentMiddlewares,
  checkoutMiddlewares,
  moneyBoardMiddlewares,
  findMiddlewares,
  namesMiddlewares,
  produceMiddlewares,
  sellingMiddlewares,
  seasonMiddlewares,
  preorderMiddlewares,
  addresseeMiddlewares,
  traceMiddlewares,
  pavilionMiddlewares,
  wholesaleMiddlewares,
  companyMiddlewares,
  quoteMiddlewares,
  agreementMiddlewares,
  jointAgreementMiddlewares,
  jointQuoteMiddlewares,
  quickMiddlewares,
  priceListMiddlewares,
  sampleMiddlewares,
  addresseeSheetMiddlewares,
  proformaMiddlewares,
  companyOrderMiddlewares,
  agentMiddlewares,
  commissionMiddlewares,
  transferMiddlewares,
  proofMiddlewares,
  deliveryMiddlewares,
  pooledStockMiddlewares,
];

export default defineMiddlewares({ routes: areas.flat(), errorHandler: ourErrorHandler() });
