import { areaList } from "@vant/area-data";
import { z } from "zod";
import { HOME_COUNTRY } from "../produce/data.server";

/** Where an order goes, as Medusa's clients write it. */
export const writtenAddressSchema = z.object({
  country_code: z.string().nullish(),
  province: z.string().nullish(),
  city: z.string().nullish(),
  address_1: z.string().nullish(),
  address_2: z.string().nullish(),
});

/** A province's code by GB/T 2260, as other clients of the shop write it: 44, CN-44, 440000. */
const CODE = /^(?:cn-)?(\d{2})(?:0000)?$/i;
/** What the name of a division ends with: a street that begins with the last sign of a city is another thing. */
const DIVISION = /[省市区州县旗盟镇乡]$/;

/** An address as one line, province first: a code of ours by its name, and no place twice (深圳市深圳市青年路). */
export function addressLine(of: z.output<typeof writtenAddressSchema>): string {
  const [province = "", city = "", street = ""] = [of.province, of.city, of.address_1].map((one) => one?.trim());
  const home = (of.country_code ?? HOME_COUNTRY).toLowerCase() === HOME_COUNTRY;
  const line = home
    ? [provinceCalled(province), city, street].reduceRight((rest, part, at, all) =>
        joined(all.slice(0, at), part, rest),
      )
    : `${province}${city}${street}`;
  return `${line}${of.address_2?.trim() ?? ""}`;
}

function provinceCalled(written: string): string {
  const code = CODE.exec(written.normalize("NFKC"))?.[1];
  return (code === undefined ? undefined : areaList.province_list[`${code}0000`]) ?? written;
}

/** `part` before `rest`, without what `rest` begins with: the part, the places above it and the part, or the part's own end. */
function joined(above: readonly string[], part: string, rest: string): string {
  if (rest.startsWith(part) || rest.startsWith(above.join("") + part)) return rest;
  for (let at = 1; at <= part.length - 2; at += 1) {
    const end = part.slice(at);
    if (DIVISION.test(end) && rest.startsWith(end)) return part.slice(0, at) + rest;
  }
  return part + rest;
}
