import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { TransferChoice } from "../transfer/data.server";
import { isOpenDebt } from "../transfer/Parts";
import { Input } from "../ui/Field";
import type { Quote } from "./data.server";
import { usePerson, type Said } from "./Parts";

type QuoteWords = ReturnType<typeof useTranslations<"quote">>;
type Order = Pick<Quote["orders"][number], "over" | "order_id">;

/** That an order stands, and whether it is paid: one on account is owed, and what came by transfer says so itself. */
export function orderedHow(t: QuoteWords, f: ReturnType<typeof useFormats>, transfer: TransferChoice | null): string {
  const debt = [transfer?.proforma, transfer?.balance].find((one) => one && isOpenDebt(one));
  if (debt) return t("onAccount", { time: f.timeThere(debt.due_at) });
  return t(transfer?.proforma?.state === "ordered" ? "orderedOnly" : "paid");
}

/** What became of one that was accepted. */
export function overWords(t: QuoteWords, { over, order_id }: Order): string {
  if (over === "given_back") return t("wasGivenBack");
  return t(order_id ? "orderCancelled" : "unpaid");
}

/** Those whose own limits allow it now; where there are none, what an owner does. */
function WhoApproves({ approvers, amount }: { approvers: readonly string[]; amount: string }) {
  const t = useTranslations("quote");
  const path = usePath();
  if (approvers.length > 0) return <p>{t("approvers", { who: approvers.join(path === "zh" ? "、" : ", ") })}</p>;
  return (
    <p className="note warn">
      {t("noneAble", { amount })} <a href={`/${path}/wholesale/members`}>{t("toMembers")}</a>
    </p>
  );
}

/** What waits for an approver: who asked and who may decide, the approver's own word, and taking the question back. */
export function AwaitingApproval({
  order,
  currency,
  acts,
  buys,
  said,
}: {
  order: Pick<Quote["orders"][number], "person" | "total_minor" | "approvers" | "may_approve">;
  currency: string;
  /** Not where a part of a joint quote is shown by itself. */
  acts: boolean;
  buys: boolean;
  said: Said | undefined;
}) {
  const t = useTranslations("quote");
  const f = useFormats();
  const person = usePerson();
  const amount = f.money(order.total_minor, currency);
  return (
    <div className="panel stack-s">
      <p>{t("waitsForApproval", { who: person(order.person) ?? "", amount })}</p>
      <WhoApproves approvers={order.approvers} amount={amount} />
      {acts && order.may_approve ? (
        <form method="post" className="stack-s" noValidate>
          <Input
            name="approval_words"
            label={t("approvalWords")}
            maxLength={500}
            defaultValue={said?.typed.approval_words}
            problems={said?.problems}
          />
          <p className="row">
            <button className="button" name="intent" value="approved">
              {t("approve")}
            </button>
            <button className="button second" name="intent" value="declined">
              {t("decline")}
            </button>
          </p>
        </form>
      ) : null}
      {acts && buys ? (
        <form method="post">
          <button className="button quiet" name="intent" value="take_back_approval">
            {t("takeBackApproval")}
          </button>
        </form>
      ) : null}
    </div>
  );
}

/** The form by which an accepted quote goes back unpaid. `all`: of a joint quote. */
export function GiveBack({ said, all = false }: { said: Said | undefined; all?: boolean }) {
  const t = useTranslations("quote");
  const tried = said?.typed.intent === "give_back";
  return (
    <details open={tried}>
      <summary>{t("giveBack")}</summary>
      <form method="post" className="stack-s" noValidate>
        <p>
          {t("giveBackLead")} {all ? t("giveBackAll") : null}
        </p>
        <Input
          name="give_back_words"
          label={t("giveBackWords")}
          maxLength={500}
          defaultValue={tried ? said?.typed.give_back_words : undefined}
          problems={tried ? said?.problems : undefined}
        />
        <p>
          <button className="button second" name="intent" value="give_back">
            {t("giveBackGo")}
          </button>
        </p>
      </form>
    </details>
  );
}
