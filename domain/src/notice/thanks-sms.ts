import type { Result } from "../shared/result";
import { clean, least, shorter, shortest } from "./sms-fit";
import { SMS_UNITS_JOINED, type SmsRefusal } from "./sms";

/** A sentence of thanks is worth a second segment, and no third. */
const SEGMENTS = 2;

/**
 * A buyer's thanks, to a household whose goods they had, in two segments:
 * 【竹塘合作社】上海的买家谢谢您：“核桃很香，明年还买。”
 *
 * What is too long is cut, the cut shown by "…"; the whole stands on the village's page. `from`: the province, empty where none is known.
 */
export function thanksSms(thanks: {
  readonly cooperative: string;
  readonly from: string;
  readonly words: string;
}): Result<string, SmsRefusal> {
  const words = clean(thanks.words);
  const from = thanks.from === "" ? "一位买家" : `${clean(thanks.from)}的买家`;
  const text = (sender: string, said: string): string => `【${sender}】${from}谢谢您：“${said}”`;
  const sender = clean(thanks.cooperative);
  return shortest(SMS_UNITS_JOINED * SEGMENTS, [
    () => text(sender, words),
    ...shorter(words).map((said) => () => text(sender, said)),
    () => text(least(sender), least(words)),
  ]);
}
