import type SignInService from "../../../../backend/src/modules/sign_in/service";
import type { JobHandler } from "../../job";
import { sendMail } from "../../mail";
import { sendSms } from "../../sms";

/**
 * Sends the code of a sign-in, by SMS or e-mail. One that was used, replaced or has run out meanwhile, and one that nobody is to get, sends
 * nothing. A crash between sending and recording sends it again under the same id.
 */
export const handle: JobHandler<"send-code"> = async ({ container, message_id, payload: { code_id } }) => {
  const { codes }: SignInService = container.resolve("sign_in");
  const message = await codes.message(code_id);
  if (message?.phone !== undefined) await sendSms({ id: code_id, phone: message.phone, text: message.text });
  else if (message) await sendMail({ id: code_id, to: message.email, subject: message.subject, text: message.text });
  await codes.recordSent({ message_id, code_id });
};
