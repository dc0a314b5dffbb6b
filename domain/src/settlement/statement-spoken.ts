import type { WhyText } from "../pool/explain-words";
import { moneyText, periodText, weightText } from "./statement-words";

export interface SpokenStatement {
  readonly household: string;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly brought_forward_minor: bigint;
  readonly gross_minor: bigint;
  readonly deductions_minor: bigint;
  readonly advances_minor: bigint;
  readonly net_minor: bigint;
  readonly paid_minor: bigint;
  readonly carried_minor: bigint;
  readonly remaining_minor: bigint;
  readonly lots: readonly { readonly name: WhyText; readonly grams: bigint; readonly why: WhyText }[];
  /** What is added (above zero) or taken off beside the goods. */
  readonly others: readonly { readonly words: WhyText; readonly amount_minor: bigint }[];
  /** Where money went or goes, a sentence each. */
  readonly payouts: readonly WhyText[];
  /** Why something is not paid, when it is not. */
  readonly unpaid: WhyText | null;
  readonly phone: string;
}

/**
 * A statement as one reads it aloud to somebody: what is owed first, then how it came about, lot by lot, every amount with
 * its unit, and whom to call. Sentences only, so that a screen reader and a voice say the same.
 */
export function spokenStatement(statement: SpokenStatement): WhyText {
  return { zh: sentences(statement, "zh").join(""), en: sentences(statement, "en").join(" ") };
}

function sentences(statement: SpokenStatement, language: "zh" | "en"): string[] {
  const zh = language === "zh";
  const money = (amount: bigint) => moneyText(amount, statement.currency)[language];
  const period = periodText(statement.from, statement.to)[language];
  const grams = statement.lots.reduce((sum, lot) => sum + lot.grams, 0n);
  const said: string[] = [];
  said.push(
    zh
      ? `${statement.household}家，${period}的结算单。`
      : `Statement of the household of ${statement.household}, ${period}.`,
  );
  if (statement.net_minor >= 0n) {
    said.push(zh ? `这一期应付您 ${money(statement.net_minor)}。` : `You are owed ${money(statement.net_minor)}.`);
  } else {
    const owes = money(-statement.net_minor);
    said.push(zh ? `这一期不够扣，还差 ${owes}。` : `It is below zero by ${owes}.`);
  }
  said.push(...statement.payouts.map((payout) => payout[language]));
  if (statement.unpaid && statement.remaining_minor !== 0n) said.push(statement.unpaid[language]);
  if (statement.carried_minor !== 0n) {
    const carried = money(statement.carried_minor);
    said.push(zh ? `其中 ${carried} 转到了后面的结算单。` : `Of this, ${carried} was taken to a later statement.`);
  }
  if (grams > 0n) {
    const weight = weightText(grams)[language];
    said.push(
      zh
        ? `您卖出 ${weight}，得 ${money(statement.gross_minor)}。`
        : `You sold ${weight} and earned ${money(statement.gross_minor)}.`,
    );
  }
  for (const other of statement.others) {
    const amount = money(other.amount_minor < 0n ? -other.amount_minor : other.amount_minor);
    const words = other.words[language];
    said.push(
      other.amount_minor < 0n
        ? zh
          ? `扣掉${words}，${amount}。`
          : `Taken off: ${words}, ${amount}.`
        : zh
          ? `加上${words}，${amount}。`
          : `Added: ${words}, ${amount}.`,
    );
  }
  for (const lot of statement.lots)
    said.push(zh ? `${lot.name.zh}：${lot.why.zh}` : `${capital(lot.name.en)}: ${lot.why.en}`);
  said.push(zh ? `哪里不明白，请打电话 ${statement.phone}。` : `If anything is not clear, call ${statement.phone}.`);
  return said;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
