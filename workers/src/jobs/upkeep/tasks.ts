import type { UpkeepTask } from "../../schedulers";
import { HOME_TZ, dayIn } from "../../../../backend/src/lib/today";
import type BuyerService from "../../../../backend/src/modules/buyer/service";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import type PoolService from "../../../../backend/src/modules/pool/service";
import type SignInService from "../../../../backend/src/modules/sign_in/service";
import type SettlementService from "../../../../backend/src/modules/settlement/service";
import type SeasonService from "../../../../backend/src/modules/season/service";
import type ShopService from "../../../../backend/src/modules/shop/service";
import { sweepPapers } from "../../../../backend/src/lib/keep-paper";
import { sweepPictures } from "../../../../backend/src/lib/keep-picture";
import { pollSilent, SILENT_S } from "../../carriers/poll";
import { runWorkflow } from "../../run-workflow";

/** What is looked after by the clock. Each task finds what is left over and mends it; running twice does no harm. */
export const UPKEEP_TASKS: readonly UpkeepTask[] = [
  {
    // Medusa's level follows the pools within five seconds (S5); a second keeps well inside that.
    name: "mirror-stock",
    every_s: 1,
    run: async (container) => {
      await runWorkflow(container, "mirror-stock", {});
    },
  },
  {
    // With the second that mirroring takes, what drifted is right again within five.
    name: "find-drifted-stock",
    every_s: 3,
    run: async (container) => {
      await runWorkflow(container, "find-drifted-stock", {});
    },
  },
  {
    name: "expire-holds",
    every_s: 15,
    run: async (container, log) => {
      const pools: PoolService = container.resolve("pool");
      const released = await pools.releaseExpired();
      if (released > 0) log.info({ released }, "soft holds ended");
    },
  },
  {
    // What goes past its day at midnight is out of what may be promised within a minute of it.
    name: "expire-lots",
    every_s: 30,
    run: async (container, log) => {
      const pools: PoolService = container.resolve("pool");
      const held = await pools.expiry.keepFromSale();
      if (held > 0) log.info({ held }, "expired lots kept from sale");
    },
  },
  {
    // Whatever becomes free is kept for who waits for it, and whoever did not pay in time makes room, while nobody asks for either.
    name: "serve-preorders",
    every_s: 10,
    run: async (container, log) => {
      const pools: PoolService = container.resolve("pool");
      const served = await pools.preorders.serveAll();
      if (served > 0) log.info({ served }, "pre-orders served");
    },
  },
  {
    // What a quote holds ends by its own clock; here it says so, and what was paid or was not is looked at.
    name: "follow-up-quotes",
    every_s: 15,
    run: async (container, log) => {
      const done = await runWorkflow<{ expired: number; paid: number; narrowed: number; kept: number }>(
        container,
        "follow-up-quotes",
        {},
      );
      if (done.expired + done.paid + done.narrowed + done.kept > 0) log.info(done, "quotes followed up");
    },
  },
  {
    // Fresh goods fill what waits within a quarter of a minute; what has waited to its day is refunded.
    name: "follow-up-waits",
    every_s: 15,
    run: async (container, log) => {
      const pools: PoolService = container.resolve("pool");
      const entered = await pools.shorts.waits.followUp();
      if (entered > 0) log.info({ entered }, "packs that waited are looked after");
    },
  },
  {
    // A replacement has left, so that nothing of its claim is waited for any more.
    name: "follow-up-claims",
    every_s: 30,
    run: async (container, log) => {
      const parcels: ParcelService = container.resolve("parcel");
      const closed = await parcels.claims.followUp();
      if (closed > 0) log.info({ closed }, "claims closed");
    },
  },
  {
    // Pages add up what was written since: as much as is written in so many seconds.
    name: "fold-parcel-tallies",
    every_s: 30,
    run: async (container) => {
      const parcels: ParcelService = container.resolve("parcel");
      await parcels.tallies.fold();
    },
  },
  {
    name: "take-back-lost-replacements",
    every_s: 30,
    run: async (container, log) => {
      const taken = await runWorkflow<number>(container, "take-back-lost-replacements", {});
      if (taken > 0)
        log.warn({ taken }, "replacements whose order was cancelled are taken back, and their claims open");
    },
  },
  {
    // Once a day and pool, whoever asks and however often.
    name: "shrink-pools",
    every_s: 600,
    run: async (container, log) => {
      const pools: PoolService = container.resolve("pool");
      const written = await pools.shrinks.runDue();
      if (written > 0) log.info({ written }, "drying of pools written off");
    },
  },
  {
    name: "find-returned-goods",
    every_s: 15,
    run: async (container) => {
      await runWorkflow(container, "find-returned-goods", {});
    },
  },
  {
    name: "sweep-checkouts",
    every_s: 15,
    run: async (container) => {
      await runWorkflow(container, "sweep-checkouts", {});
    },
  },
  {
    // An order cycle that closed while the house was down is closed when it is up.
    name: "close-cycles",
    every_s: 10,
    run: async (container, log) => {
      const closed = await runWorkflow<number>(container, "close-due-cycles", {});
      if (closed > 0) log.info({ closed }, "order cycles closed");
    },
  },
  {
    name: "tell-households-of-cycles",
    every_s: 30,
    run: async (container, log) => {
      const told = await runWorkflow<number>(container, "tell-households-of-cycles", {});
      if (told > 0) log.info({ told }, "households told of order cycles");
    },
  },
  {
    name: "ask-silent-carriers",
    every_s: 60,
    run: async (container, log) => {
      const { asked, moved } = await pollSilent(container, SILENT_S);
      if (asked > 0) log.info({ asked, moved }, "carriers were asked about parcels that are silent");
    },
  },
  {
    name: "ask-carriers-again",
    every_s: 60,
    run: async (container, log) => {
      const parcels: ParcelService = container.resolve("parcel");
      const sent = await parcels.carrierAsks.sendAgain();
      if (sent > 0) log.warn({ sent }, "what carriers were asked has no end yet, and is asked again");
    },
  },
  {
    name: "requeue-payouts",
    every_s: 300,
    run: async (container, log) => {
      const settlement: SettlementService = container.resolve("settlement");
      const requeued = await settlement.requeueStuckPayouts();
      const reversals = await settlement.reversals.requeueStuck();
      if (reversals > 0) log.warn({ reversals }, "reversals without an outcome are asked for again");
      if (requeued > 0) log.warn({ requeued }, "payouts without an outcome are asked for again");
    },
  },
  {
    // A dispute may be lost before its sale is in the books.
    name: "retry-disputes",
    every_s: 300,
    run: async (container, log) => {
      const settlement: SettlementService = container.resolve("settlement");
      const retried = await settlement.disputes.retry();
      if (retried > 0) log.warn({ retried }, "lost disputes that are not booked were looked at again");
    },
  },
  {
    // A period begins and ends at midnight of its cooperative: within minutes of it is soon enough.
    name: "run-period-schedules",
    every_s: 300,
    run: async (container, log) => {
      const settlement: SettlementService = container.resolve("settlement");
      const done = await settlement.schedules.runDue(new Date());
      if (done.opened + done.requested > 0) log.info(done, "settlement periods by schedule");
    },
  },
  {
    // A pool had sold nothing when it was counted: its first sale says what the lost goods were worth.
    name: "price-stock-losses",
    every_s: 600,
    run: async (container, log) => {
      const settlement: SettlementService = container.resolve("settlement");
      const lots = await settlement.stockLosses.bookWaiting();
      if (lots > 0) log.info({ lots }, "stock losses that had no price were booked");
    },
  },
  {
    name: "release-holdbacks",
    every_s: 300,
    run: async (container, log) => {
      const settlement: SettlementService = container.resolve("settlement");
      const lines = await settlement.holdbacks.releaseDue();
      if (lines > 0) log.info({ lines }, "holdbacks released");
    },
  },
  {
    // What the processor says it has moved, against the ledger.
    name: "read-processor",
    every_s: 120,
    run: async (container, log) => {
      const { read, matched, opened } = await runWorkflow<{ read: number; matched: number; opened: number }>(
        container,
        "read-processor",
        {},
      );
      if (read > 0 || matched > 0) log.info({ read, matched }, "movements of the processor read");
      if (opened > 0) log.warn({ opened }, "movements of the processor and the ledger differ");
    },
  },
  {
    // Far inside the minute after which an unsealed journal is an alarm.
    name: "seal-ledger",
    every_s: 5,
    run: async (container) => {
      const settlement: SettlementService = container.resolve("settlement");
      await settlement.seals.sealDue();
    },
  },
  {
    // What Medusa's events did not tell, and changes of prices lists, are found within a minute.
    name: "find-changed-products",
    every_s: 60,
    run: async (container) => {
      await runWorkflow(container, "find-changed-products", {});
    },
  },
  {
    // What sells, how long parcels take, which certificates are in force.
    name: "refresh-shop",
    every_s: 300,
    run: async (container, log) => {
      const ranked = await runWorkflow<number>(container, "refresh-shop", {});
      if (ranked > 0) log.info({ ranked }, "what sells was counted anew");
    },
  },
  {
    // Files of pictures and papers that were written by a process that died before it recorded them, and of those taken away.
    name: "sweep-pictures",
    every_s: 3_600,
    run: async (container, log) => {
      const shop: ShopService = container.resolve("shop");
      const pictures = await sweepPictures((ids) => shop.pictures.shownOf(ids), new Date());
      const papers = await sweepPapers((ids) => shop.papers.shownOf(ids), new Date());
      const gone = pictures + papers;
      if (gone > 0) log.info({ gone }, "files without a picture or paper taken away");
    },
  },
  {
    // Orders of who asked to be forgotten are looked at once a day, until none needs its address any more.
    name: "erase-buyers",
    every_s: 3_600,
    run: async (container, log) => {
      const { erasures }: BuyerService = container.resolve("buyer");
      const open = await erasures.again(dayIn(HOME_TZ, new Date()));
      if (open > 0) log.info({ open }, "buyers are still to be forgotten");
    },
  },
  {
    // Names and addresses that companies brought, kept long enough: of sheets that nobody asked with, and of orders long over.
    name: "forget-addressees",
    every_s: 3_600,
    run: async (container, log) => {
      const forgotten = await runWorkflow<number>(container, "forget-addressees", {});
      if (forgotten > 0) log.info({ forgotten }, "sheets of addressees were forgotten");
    },
  },
  {
    // Who was asked whether they want to be told of a season, and has not answered in time.
    name: "prune-season-questions",
    every_s: 3_600,
    run: async (container, log) => {
      const { subscriptions }: SeasonService = container.resolve("season");
      const gone = await subscriptions.prune();
      if (gone > 0) log.info({ gone }, "addresses that nobody confirmed are deleted");
    },
  },
  {
    name: "prune-preorders",
    every_s: 3_600,
    run: async (container, log) => {
      const pools: PoolService = container.resolve("pool");
      const gone = await pools.preorders.prune();
      if (gone > 0) log.info({ gone }, "pre-orders that are long over are deleted");
    },
  },
  {
    name: "sweep-sign-ins",
    every_s: 3_600,
    run: async (container) => {
      const signIns: SignInService = container.resolve("sign_in");
      await signIns.sweep();
    },
  },
];
