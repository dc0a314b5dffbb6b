import type WholesaleService from "../../../../backend/src/modules/wholesale/service";
import type { JobHandler } from "../../job";
import { sendMail } from "../../mail";

/** Sends one mail to somebody of a company, once; a crash between sending and recording sends it again under the same id. */
export const handle: JobHandler<"company-mail"> = async ({ container, message_id, payload: { mail_id } }) => {
  const { mails }: WholesaleService = container.resolve("wholesale");
  const message = await mails.message(mail_id);
  if (message) await sendMail({ id: mail_id, ...message });
  await mails.recordSent({ message_id, mail_id });
};
