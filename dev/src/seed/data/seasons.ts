import type { SeasonWindow } from "@commonlot/domain";

const season = (village: string, produce: string, picked: string, sent: string) => ({
  village,
  produce,
  picked: windowOf(picked),
  sent: windowOf(sent),
});

function windowOf(days: string): SeasonWindow {
  const [from = "", to = ""] = days.split(" ");
  return { from, to };
}

/** When each village picks and sends what it sells, by days of the year, as its season says in words. */
export const SEASONS = [
  season("maya", "walnut", "09-05 09-30", "10-01 04-30"),
  season("doujiazhuang", "walnut", "09-12 09-30", "10-01 03-31"),
  season("jiaoyuan", "sichuan-pepper", "06-25 08-31", "01-01 12-31"),
  season("fanjiashan", "sichuan-pepper", "07-01 07-31", "01-01 12-31"),
  season("luozhai", "olive-oil", "11-01 11-30", "12-01 11-30"),
  season("shangmeng", "rice", "11-01 11-25", "01-01 12-31"),
  season("zhangshi", "egg", "01-01 12-31", "01-01 12-31"),
  season("yanhua", "egg", "01-01 12-31", "01-01 12-31"),
  season("yanhua", "rice", "11-05 11-28", "01-01 12-31"),
];
