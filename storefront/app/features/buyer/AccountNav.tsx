import { useLocation } from "react-router";
import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";

const PAGES = [
  ["", "orders"],
  ["/addresses", "addresses"],
  ["/seasons", "seasons"],
  ["/data", "data"],
] as const;

/** The pages of an account, and the way out. */
export function AccountNav({ email }: { email: string }) {
  const t = useTranslations("buyer");
  const path = usePath();
  const { pathname } = useLocation();
  return (
    <div className="row between account-nav">
      <nav aria-label={t("nav")}>
        {PAGES.map(([end, word]) => {
          const to = `/${path}/account${end}`;
          return (
            <a key={word} href={to} aria-current={pathname === to ? "page" : undefined}>
              {t(word)}
            </a>
          );
        })}
      </nav>
      <form method="post" action={`/${path}/account/sign-out`} className="row">
        <span className="muted small">{email}</span>
        <button className="button quiet">{t("signOut")}</button>
      </form>
    </div>
  );
}
