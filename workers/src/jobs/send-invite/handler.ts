import type CooperativeService from "../../../../backend/src/modules/cooperative/service";
import type { JobHandler } from "../../job";
import { sendMail } from "../../mail";
import { sendSms } from "../../sms";

/**
 * Sends the link of an invitation to the one who is invited. One that was taken back or used meanwhile sends nothing. A crash
 * between sending and recording sends it again under the same id.
 */
export const handle: JobHandler<"send-invite"> = async ({ container, message_id, payload: { invite_id } }) => {
  const { invites }: CooperativeService = container.resolve("cooperative");
  const message = await invites.message(invite_id);
  if (message) {
    if ("phone" in message.to) await sendSms({ id: invite_id, phone: message.to.phone, text: message.text });
    else await sendMail({ id: invite_id, to: message.to.email, text: message.text });
  }
  await invites.recordSent({ message_id, invite_id });
};
