import { model } from "@medusajs/framework/utils";

/** Read-only view for query.graph; rows are written by `guard.ts`. */
const SignInGuard = model.define("sign_in_guard", {
  provider: model.text().primaryKey(),
  subject: model.text(),
  tries: model.number(),
  locked_until: model.dateTime().nullable(),
});

export default SignInGuard;
