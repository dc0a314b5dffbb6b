import { useLocation } from "react-router";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { inLanguage } from "../../i18n/locale";
import { usePath } from "../../lib/path";
import type { meSchema } from "./data.server";

export type CompanyMe = z.output<typeof meSchema>;

const PAGES = [
  "company",
  "quick",
  "addressees",
  "quotes",
  "agreements",
  "orders",
  "invoices",
  "proformas",
  "account",
  "members",
  "addresses",
] as const;
/** Who reads invoices: the accountant and the owner. */
const OF_ACCOUNTS = ["owner", "accountant"];

/** The head of a company's pages, and of the page of an order of its own. `here`: which of them is open. */
export function CompanyHeader({ me, here }: { me: Pick<CompanyMe, "company" | "member">; here: string }) {
  const t = useTranslations("companyShop");
  const path = usePath();
  const { pathname } = useLocation();
  const other = path === "zh" ? "en" : "zh";
  const accounts = me.member.roles.some((role) => OF_ACCOUNTS.includes(role));
  return (
    <header className="top">
      <div className="wrap">
        <a className="brand" href={`/${path}/wholesale/company`}>
          {me.company.name}
        </a>
        <nav aria-label={t("nav")}>
          {PAGES.filter((page) => accounts || page !== "invoices").map((page) => (
            <a key={page} href={`/${path}/wholesale/${page}`} aria-current={page === here ? "page" : undefined}>
              {t(`pages.${page}`)}
            </a>
          ))}
          <a href={`/${path}/wholesale`}>{t("pages.shop")}</a>
          <a href={inLanguage(pathname, other)} lang={other === "zh" ? "zh-CN" : "en"}>
            {other === "zh" ? "中文" : "English"}
          </a>
        </nav>
        <form method="post" action={`/${path}/wholesale/sign-out`} className="row">
          <span className="who small">{me.member.name}</span>
          <button className="button quiet">{t("signOut")}</button>
        </form>
      </div>
    </header>
  );
}
