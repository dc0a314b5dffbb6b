import { STAFF_PASSWORD, staffName } from "../../lib/sign-in-names";
import { BySecret } from "../auth-by-secret";

/** A person at work, by e-mail or phone and a password: `{ name, password }`. */
class StaffPasswordProvider extends BySecret {
  static override identifier = STAFF_PASSWORD;
  static override DISPLAY_NAME = "E-mail or phone and password";

  protected nameOf(body: Record<string, unknown>): string | undefined {
    return staffName(body.name);
  }

  protected secretOf(body: Record<string, unknown>): unknown {
    return body.password;
  }
}

export default StaffPasswordProvider;
