import { readPlace, Places, type ReadPlace, type WrittenPlace } from "@commonlot/domain";
import { areaList } from "@vant/area-data";
import { pinyin } from "pinyin-pro";
import { provinceCode } from "./province";

let known: Places | undefined;

/** Where somebody lives, by the official divisions, which the address book of the shop chooses from. */
export function placeOf(written: WrittenPlace): ReadPlace {
  known ??= new Places(areaList, { provinceCode, latin });
  return readPlace(known, written);
}

const latin = (name: string) =>
  pinyin(name, { toneType: "none", type: "array", v: true })
    .map((one) => one.toLowerCase().replaceAll("ü", "v"))
    .join("");
