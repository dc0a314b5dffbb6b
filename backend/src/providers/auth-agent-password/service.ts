import { emailName } from "../../lib/email-name";
import { AGENT_PASSWORD } from "../../lib/sign-in-names";
import { BySecret } from "../auth-by-secret";

/** Who brings orders, by the e-mail address that the operator registered and a password: `{ email, password }`. */
class AgentPasswordProvider extends BySecret {
  static override identifier = AGENT_PASSWORD;
  static override DISPLAY_NAME = "E-mail and password";

  protected nameOf(body: Record<string, unknown>): string | undefined {
    return emailName(body.email);
  }

  protected secretOf(body: Record<string, unknown>): unknown {
    return body.password;
  }
}

export default AgentPasswordProvider;
