/** The language a buyer reads. */
export type BuyerLanguage = "zh" | "en";

/** What stands over the e-mail with a code; the code is not in it, since subjects are shown on locked screens. */
export const buyerCodeSubject = (language: BuyerLanguage): string =>
  language === "zh" ? "您的 Commonlot 验证码" : "Your Commonlot code";

/**
 * The e-mail that proves whose address it is: a code that is typed where it was asked for. It says the same whether an account stands
 * or not, and what to do when it was not asked for. `minutes`: how long the code is good for.
 */
export function buyerCodeMail(mail: {
  readonly code: string;
  readonly minutes: number;
  readonly language: BuyerLanguage;
}): string {
  const { code, minutes } = mail;
  return mail.language === "zh"
    ? `您的 Commonlot 账户验证码：${code}，${minutes} 分钟内有效。工作人员不会向您要验证码，请不要告诉别人。如果不是您本人操作，不必理会，您的账户没有任何变化。`
    : `Your code for your Commonlot account: ${code}. It is good for ${minutes} minutes. We never ask for it; give it to nobody. If you did not ask for it, there is nothing to do, and nothing has changed.`;
}
