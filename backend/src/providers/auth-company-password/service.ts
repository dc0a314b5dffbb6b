import { emailName } from "../../lib/email-name";
import { COMPANY_PASSWORD } from "../../lib/sign-in-names";
import { BySecret } from "../auth-by-secret";

/** Who acts for a company, by the e-mail address they proved and a password: `{ email, password }`. */
class CompanyPasswordProvider extends BySecret {
  static override identifier = COMPANY_PASSWORD;
  static override DISPLAY_NAME = "E-mail and password";

  protected nameOf(body: Record<string, unknown>): string | undefined {
    return emailName(body.email);
  }

  protected secretOf(body: Record<string, unknown>): unknown {
    return body.password;
  }
}

export default CompanyPasswordProvider;
