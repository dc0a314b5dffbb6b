import type CooperativeService from "../../../../backend/src/modules/cooperative/service";
import { PermanentFailure, type JobHandler } from "../../job";
import { sendMail } from "../../mail";
import { sendSms } from "../../sms";

/** Sends one SMS to a household. A crash between sending and recording sends it again under the same id. */
export const handle: JobHandler<"notify"> = async ({ container, message_id, payload }) => {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  if (payload.notice_id.startsWith("bnotice_")) return tellBuyer(cooperatives, message_id, payload.notice_id);
  const notice = await cooperatives.notice(payload.notice_id);
  if (!notice) throw new PermanentFailure(`there is no notice ${payload.notice_id}`);
  if (notice.state !== "sent") {
    const phone = await cooperatives.phoneForNotice(notice);
    if (!phone) throw new PermanentFailure(`household ${notice.household_id} has no phone`);
    await sendSms({ id: notice.id, phone, text: notice.text });
  }
  await cooperatives.recordNoticeSent({ message_id, notice_id: notice.id });
};

/** In both languages, as the text is. */
const SUBJECT = "Commonlot：您的订单 / your order";

/** An e-mail or a text to a buyer. A crash between sending and recording sends it again under the same id. */
async function tellBuyer(cooperatives: CooperativeService, message_id: string, notice_id: string): Promise<void> {
  const notice = await cooperatives.buyerNotices.byId(notice_id);
  if (!notice) throw new PermanentFailure(`there is no notice ${notice_id}`);
  if (notice.state !== "sent") {
    const { id, to, text } = notice;
    if (notice.channel === "sms") await sendSms({ id, phone: to, text });
    else await sendMail({ id, to, text, subject: SUBJECT });
  }
  await cooperatives.buyerNotices.recordSent({ message_id, notice_id });
}
