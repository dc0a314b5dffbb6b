import accounting from "./accounting.json";
import addressees from "./addressees.json";
import activity from "./activity.json";
import account from "./account.json";
import agent from "./agent.json";
import bank from "./bank.json";
import buyer from "./buyer.json";
import boxes from "./boxes.json";
import carrierActs from "./carrier-acts.json";
import team from "./team.json";
import weighing from "./weighing.json";
import commissions from "./commissions.json";
import company from "./company.json";
import companyOrders from "./company-orders.json";
import connect from "./connect.json";
import cycles from "./cycles.json";
import claims from "./claims.json";
import clawbacks from "./clawbacks.json";
import allocation from "./allocation.json";
import delivery from "./delivery.json";
import desk from "./desk.json";
import deskThanks from "./desk-thanks.json";
import intake from "./intake.json";
import lotFinder from "./lot-finder.json";
import find from "./find.json";
import feePolicies from "./fee-policies.json";
import inputFault from "./input-fault.json";
import household from "./household.json";
import ledger from "./ledger.json";
import packing from "./packing.json";
import newPool from "./new-pool.json";
import otherGrade from "./other-grade.json";
import people from "./people.json";
import periodSchedule from "./period-schedule.json";
import pickupDesk from "./pickup-desk.json";
import planning from "./planning.json";
import pool from "./pool.json";
import pricePools from "./price-pools.json";
import proof from "./proof.json";
import priceLists from "./price-lists.json";
import quick from "./quick.json";
import samples from "./samples.json";
import joint from "./joint.json";
import quote from "./quote.json";
import agreement from "./agreement.json";
import jointAgreement from "./joint-agreement.json";
import reversals from "./reversals.json";
import settlement from "./settlement.json";
import shortPolicy from "./short-policy.json";
import shipping from "./shipping.json";
import shopDesk from "./shop-desk.json";
import shorts from "./shorts.json";
import split from "./split.json";
import moneyBoard from "./money-board.json";
import cash from "./cash.json";
import quotePay from "./quote-pay.json";
import transfer from "./transfer.json";
import trial from "./trial.json";
import truck from "./truck.json";
import statement from "./statement.json";
import store from "./store";
import villageDesk from "./village-desk.json";
import weighIn from "./weigh-in.json";

/** All texts, one file a room. */
export default {
  ...store,
  ...accounting,
  ...activity,
  ...bank,
  ...boxes,
  ...buyer,
  ...delivery,
  ...desk,
  ...deskThanks,
  ...claims,
  ...clawbacks,
  ...cycles,
  ...commissions,
  ...company,
  ...companyOrders,
  ...connect,
  ...allocation,
  ...find,
  ...feePolicies,
  ...household,
  ...inputFault,
  ...intake,
  ...ledger,
  ...lotFinder,
  ...packing,
  ...newPool,
  ...otherGrade,
  ...people,
  ...periodSchedule,
  ...pickupDesk,
  ...planning,
  ...pool,
  ...pricePools,
  ...proof,
  ...priceLists,
  ...quick,
  ...samples,
  ...joint,
  ...addressees,
  ...quote,
  ...agreement,
  ...jointAgreement,
  ...reversals,
  ...settlement,
  ...shortPolicy,
  ...shipping,
  ...shopDesk,
  ...shorts,
  ...quotePay,
  ...transfer,
  ...trial,
  ...truck,
  ...statement,
  ...cash,
  ...moneyBoard,
  ...split,
  ...villageDesk,
  ...weighIn,
  ...weighing,
  ...team,
  ...account,
  ...carrierActs,
  ...agent,
};
