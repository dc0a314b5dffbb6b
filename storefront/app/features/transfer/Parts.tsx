import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Select, type Problem } from "../ui/Field";
import { Tag, type Look } from "../ui/Tag";
import type { PayableProforma, Proforma, TransferChoice } from "./data.server";
import { isOwed, type ProformaState } from "./words";

const LOOKS: Record<ProformaState, Look> = {
  open: { sign: "…", tone: "warn" },
  paid: { sign: "✓", tone: "good" },
  granted: { sign: "…", tone: "good" },
  ordered: { sign: "✓", tone: "good" },
  lapsed: { sign: "–", tone: "" },
  void: { sign: "–", tone: "" },
};

export function ProformaTag({ state }: { state: ProformaState }) {
  const t = useTranslations("transfer.states");
  return <Tag look={LOOKS[state]}>{t(state)}</Tag>;
}

/** Whether an order stands that is still to be paid by it. */
export function isOpenDebt({ kind, state, settled_at }: Pick<Proforma, "kind" | "state" | "settled_at">): boolean {
  return isOwed(kind) && state === "ordered" && settled_at === null;
}

/** What is owed, in a sentence for who owes it. */
function DebtStanding({ proforma }: { proforma: Proforma }) {
  const t = useTranslations("transfer.debt");
  const f = useFormats();
  const money = (minor: number) => f.money(minor, proforma.currency);
  const said = { left: money(proforma.left_minor), time: f.timeThere(proforma.due_at) };
  if (proforma.state === "granted") return <p className="note good">{t("granted")}</p>;
  if (proforma.state !== "ordered")
    return <p className="note">{t(proforma.because === "order_cancelled" ? "cancelled" : "off")}</p>;
  if (proforma.settled_at !== null) return <p className="note good">{t("settled")}</p>;
  return (
    <p className="note warn">
      {t("open", said)} {proforma.before_dispatch ? t("waits") : null}
    </p>
  );
}

/** How a proforma stands, in a sentence for who pays it. */
export function ProformaStanding({ proforma }: { proforma: Proforma }) {
  const t = useTranslations("transfer");
  const f = useFormats();
  const money = (minor: number) => f.money(minor, proforma.currency);
  const [came, left] = [money(proforma.came_minor), money(proforma.left_minor)];
  const time = f.timeThere(proforma.due_at);
  if (isOwed(proforma.kind)) return <DebtStanding proforma={proforma} />;
  if (proforma.state === "open")
    return (
      <p className="note warn">{proforma.paid_minor > 0 ? t("part", { came, left, time }) : t("waits", { time })}</p>
    );
  if (proforma.state === "paid")
    return <p className="note good">{t(proforma.kind === "part" ? "shareArrived" : "arrived", { came, time })}</p>;
  if (proforma.state === "ordered")
    return <p className="note good">{t(proforma.kind === "deposit" ? "debt.depositPaid" : "ordered")}</p>;
  if (proforma.because === "paid_by_card") return <p className="note">{t("paidByCard")}</p>;
  if (proforma.because === "order_cancelled") return <p className="note">{t("cancelled")}</p>;
  if (proforma.because === "given_back") return <p className="note">{t("givenBack")}</p>;
  if (proforma.because === "parts_unpaid") return <p className="note warn">{t("shareOff", { came })}</p>;
  return <p className="note warn">{proforma.came_minor > 0 ? t("lapsedWith", { came }) : t("lapsed")}</p>;
}

/** What to type into the bank's form: each thing by itself, so that it can be copied. */
export function PayTo({ proforma, id = "pay-to" }: { proforma: PayableProforma; id?: string }) {
  const t = useTranslations("transfer");
  const f = useFormats();
  const { account } = proforma;
  return (
    <dl className="facts" id={id}>
      <dt>{t("toPay")}</dt>
      <dd>
        <strong>{f.money(proforma.left_minor, proforma.currency)}</strong>
      </dd>
      <dt>{t("reference")}</dt>
      <dd className="break">
        <strong>{proforma.spelled}</strong>
      </dd>
      <dt>{t("payee")}</dt>
      <dd>{account.name}</dd>
      <dt>{t("account")}</dt>
      <dd className="break">{account.number}</dd>
      {account.bank && account.bank.system !== "IBAN" ? (
        <>
          <dt>{t("bank")}</dt>
          <dd>
            {account.bank.system} {account.bank.member_id}
          </dd>
        </>
      ) : null}
      <dt>{t("due")}</dt>
      <dd>{f.timeThere(proforma.due_at)}</dd>
    </dl>
  );
}

/** Whether the proforma still takes money, or has led to an order: a new one is made only where it does not. */
export const stands = ({ state }: Proforma): boolean => state !== "void" && state !== "lapsed";

/** What was agreed of paying, in sentences. */
function ChoiceLead({ choice: { account, part }, currency }: { choice: TransferChoice; currency: string }) {
  const t = useTranslations("transfer");
  const f = useFormats();
  return (
    <>
      {account ? (
        <p>
          {t("debt.lead", { days: account.net_days })}{" "}
          {t("debt.left", {
            left: f.money(account.left_minor, currency),
            limit: f.money(account.limit_minor, currency),
          })}
        </p>
      ) : null}
      {account && account.overdue_minor > 0 ? (
        <p className="note warn">{t("debt.overdue", { amount: f.money(account.overdue_minor, currency) })}</p>
      ) : null}
      {part?.balance ? (
        <p>
          {t(part.balance.before_dispatch ? "debt.depositLead" : "debt.depositNetLead", {
            amount: f.money(part.amount_minor, currency),
            rest: f.money(part.balance.amount_minor, currency),
            days: part.balance.days,
          })}
        </p>
      ) : (
        <p>{t("lead")}</p>
      )}
    </>
  );
}

/** Ordering now and paying later, where that was agreed; and a transfer before the order. `beside`: a card stands first. */
export function ChoiceButtons({
  choice: { account, part },
  beside = false,
}: {
  choice: Pick<TransferChoice, "account" | "part">;
  beside?: boolean;
}) {
  const t = useTranslations("transfer");
  return (
    <p className="row">
      {account ? (
        <button className="button" name="intent" value="account">
          {t("debt.choose", { days: account.net_days })}
        </button>
      ) : null}
      <button className={beside || account ? "button second" : "button"} name="intent" value="transfer">
        {t(part?.kind === "deposit" ? "debt.chooseDeposit" : "choose")}
      </button>
    </p>
  );
}

/** On the page of an accepted quote: the way to its proforma, or the button that makes one. */
export function TransferPanel({
  choice,
  currency,
  elsewhere,
  may,
  invoice,
  problems,
}: {
  choice: TransferChoice;
  /** Of the quote. */
  currency: string;
  /** The page that asks where the goods go, where no address of the company will do. */
  elsewhere: string;
  /** Whether this person buys for the company. */
  may: boolean;
  /** The goods go to a list of addressees: what is asked for is the address of the invoice. */
  invoice: boolean;
  problems?: readonly Problem[] | undefined;
}) {
  const t = useTranslations("transfer");
  const path = usePath();
  const { proforma, balance, account, agreed, addresses } = choice;
  if (proforma && stands(proforma)) {
    return (
      <div className="panel stack-s">
        <ProformaStanding proforma={proforma} />
        {proforma.state === "open" || isOpenDebt(proforma) ? <PayTo proforma={proforma} /> : null}
        <p>
          <a href={`/${path}/wholesale/proformas/${proforma.id}`}>
            {t(proforma.kind === "account" ? "debt.see" : "open")}
          </a>
        </p>
        {balance ? (
          <>
            <DebtStanding proforma={balance} />
            {isOpenDebt(balance) ? <PayTo proforma={balance} id="pay-balance" /> : null}
            <p>
              <a href={`/${path}/wholesale/proformas/${balance.id}`}>{t("debt.seeBalance")}</a>
            </p>
          </>
        ) : null}
      </div>
    );
  }
  if (!choice.may || !may) {
    return choice.why === "no_transfer_account" ? <p className="muted">{t("refusals.no_transfer_account")}</p> : null;
  }
  if (!agreed && addresses.length === 0)
    return (
      <div className="panel stack-s">
        <ChoiceLead choice={choice} currency={currency} />
        <p>{t(invoice ? "invoiceLead" : "whereLead")}</p>
        <p>
          <a className="button second" href={elsewhere}>
            {t(account ? "debt.chooseWhere" : "chooseWhere")}
          </a>
        </p>
      </div>
    );
  return (
    <form method="post" className="panel stack-s" noValidate>
      <ChoiceLead choice={choice} currency={currency} />
      {addresses.length === 0 ? null : (
        <Select name="address_id" label={t(invoice ? "invoiceAddress" : "address")} problems={problems}>
          {addresses.map((one) => (
            <option key={one.id} value={one.id}>
              {`${one.name} · ${one.province}${one.city}${one.address}`}
            </option>
          ))}
        </Select>
      )}
      <ChoiceButtons choice={choice} beside />
      {agreed ? null : (
        <p>
          <a href={elsewhere}>{t(invoice ? "invoiceElsewhere" : "elsewhere")}</a>
        </p>
      )}
    </form>
  );
}
