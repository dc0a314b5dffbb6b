import { compareText } from "../shared/order";
import { en, hundredths, ofTotal, zh, type PoolUnit, type WhyText } from "./explain-words";
import type { AllocateInput, AllocateLot, AllocateOutput, AllocationParty } from "./allocate-types";

export interface Explanation {
  readonly lot: string;
  readonly grams: number;
  readonly why: WhyText;
}

type Text = WhyText;

/** Sums over the claimants, worked out once for all sentences. */
interface Whole {
  readonly offered_g: bigint;
  readonly floors_g: bigint;
  readonly has_dropped: boolean;
  /** Filled by turns. */
  readonly goes_round: boolean;
  /** A remainder that some had raised and some not: those were drawn by the order's key. */
  readonly drawn_ppm: number | null;
}

interface Facts {
  readonly input: AllocateInput;
  readonly output: AllocateOutput;
  readonly party: AllocationParty;
  readonly lot: AllocateLot;
  readonly lot_g: number;
  readonly lots_of_party: number;
  readonly whole: Whole;
  readonly unit: PoolUnit;
}

/**
 * Says for every lot of the input, by lot id, why it gives what it gives: sentences for the household, in English
 * and Chinese. Needs the output of `allocate` for that same input; throws when a lot is not in it.
 */
export function explain(input: AllocateInput, output: AllocateOutput, unit: PoolUnit = "g"): Explanation[] {
  return [...input.lots].sort((a, b) => compareText(a.lot, b.lot)).map(explainer(input, output, unit));
}

/** As `explain`, lot by lot: for callers that need few of the sentences, or too many to hold them all. */
export function explainer(
  input: AllocateInput,
  output: AllocateOutput,
  unit: PoolUnit = "g",
): (lot: AllocateLot) => Explanation {
  const grams = new Map(output.shares.map((share) => [share.lot, share.grams]));
  const parties = new Map(output.parties.map((party) => [party.id, party]));
  const partyOf = (lot: AllocateLot): string => (output.by === "lot" ? lot.lot : lot.household);
  const lotsOf = new Map<string, number>();
  for (const lot of input.lots) lotsOf.set(partyOf(lot), (lotsOf.get(partyOf(lot)) ?? 0) + 1);
  const whole = wholeOf(output);
  return (lot) => {
    const party = parties.get(partyOf(lot));
    if (party === undefined) throw new Error(`explain: lot ${lot.lot} is not in this allocation`);
    const lot_g = grams.get(lot.lot) ?? 0;
    const lots_of_party = lotsOf.get(partyOf(lot)) ?? 1;
    const facts: Facts = { input, output, party, lot, lot_g, lots_of_party, whole, unit };
    return { lot: lot.lot, grams: lot_g, why: joined([shareText(facts), roundingText(facts), lotText(facts)]) };
  };
}

/** What was left out for being too small is not on offer any more, and its floor no longer promised. */
function wholeOf({ parties }: AllocateOutput): Whole {
  const kept = parties.filter((party) => party.bound !== "dropped");
  const sumOf = (of: (party: AllocationParty) => number): bigint =>
    kept.reduce((sum, party) => sum + BigInt(of(party)), 0n);
  return {
    offered_g: sumOf((party) => party.available_g),
    floors_g: sumOf((party) => party.floor_g),
    has_dropped: kept.length < parties.length,
    goes_round: kept.some((party) => party.bound === "turn"),
    drawn_ppm: drawnRemainder(kept),
  };
}

function drawnRemainder(parties: readonly AllocationParty[]): number | null {
  let leastRaised = Infinity;
  let mostLeft = 0;
  for (const { raised, remainder_ppm } of parties) {
    if (raised) leastRaised = Math.min(leastRaised, remainder_ppm);
    else mostLeft = Math.max(mostLeft, remainder_ppm);
  }
  return leastRaised === mostLeft ? leastRaised : null;
}

function shareText(facts: Facts): Text {
  const { party, input, output, unit } = facts;
  if (party.available_g === 0) return nothingOffered(facts);
  switch (party.bound) {
    case "dropped":
      return droppedText(facts);
    case "turn":
      return turnText(facts);
    case "available":
      return input.rule === "fefo" ? fefoText(facts) : wholeText(facts);
    case "cap":
      return {
        en: `No household gives more than ${en(input.cap_g ?? 0, unit)} of one order, so you give ${en(party.share_g, unit)} of your ${en(party.available_g, unit)}`,
        zh: `每户每单最多供${zh(input.cap_g ?? 0, unit)}，您有${zh(party.available_g, unit)}，供${zh(party.share_g, unit)}`,
      };
    case "floor":
      return floorText(facts);
    case "last":
    case "none":
      return input.rule === "fefo" ? fefoText(facts) : notYourTurn(facts);
    case "level":
      if (input.rule === "rotation") return rotationText(facts);
      if (input.rule === "equal") {
        return {
          en: `Every household gives the same, as far as it can: ${en(party.exact_floor_g, unit)} of the ${en(output.given_g, unit)}`,
          zh: `各户能供的都供一样多：${en(output.given_g, unit, "zh")}中您供${zh(party.exact_floor_g, unit)}`,
        };
      }
      return proRataText(facts);
  }
}

function droppedText({ party, input, whole, unit }: Facts): Text {
  const goesRound = whole.goes_round;
  const least = (goesRound ? input.turn_g : input.min_take_g) ?? 0;
  return {
    en: `Your share would have been ${en(party.dropped_share_g ?? 0, unit)}, ${goesRound ? `too little to fetch from everybody (under ${en(least, unit)}), so the order went to households that are further behind; small orders go round` : `under the smallest useful amount of ${en(least, unit)}, so it went to the others`}`,
    zh: `按规则您本应供${zh(party.dropped_share_g ?? 0, unit)}，${goesRound ? `有农户的份额低于最小起供量${zh(least, unit)}，因此小单轮流供，这次由供得更少的农户供应` : `低于最小起供量${zh(least, unit)}，因此由其他农户供应`}`,
  };
}

function turnText({ party, input, output, unit }: Facts): Text {
  const brought =
    input.rule === "pro_rata"
      ? {
          en: ` of the ${en(party.past_g + party.available_g, unit)} you brought`,
          zh: `（共交来${zh(party.past_g + party.available_g, unit)}）`,
        }
      : { en: "", zh: "" };
  const all = party.share_g === party.available_g;
  return {
    en: `The ${en(output.given_g, unit)} are too little for everyone to give a useful amount of at least ${en(input.turn_g ?? 0, unit)}, so small orders go round, furthest behind first: you had sold ${en(party.past_g, unit)}${brought.en} this season, it was your turn, and you give ${all ? "all you had, " : ""}${en(party.share_g, unit)}`,
    zh: `${en(output.given_g, unit, "zh")}不够每户都供到最小起供量${zh(input.turn_g ?? 0, unit)}，因此小单轮流供，供得少的先供：您本季此前已卖${zh(party.past_g, unit)}${brought.zh}，这次轮到您，${all ? "余下的全部供出，" : ""}供${zh(party.share_g, unit)}`,
  };
}

function proRataText({ party, output, whole: { offered_g, has_dropped: dropped }, unit }: Facts): Text {
  if (BigInt(output.given_g) === offered_g) {
    return {
      en: `All that was on offer was needed, so your whole ${en(party.available_g, unit)} was taken`,
      zh: `货池里的货全部用上，您的${zh(party.available_g, unit)}全部供出`,
    };
  }
  const limited = output.by === "household";
  return {
    en: `You had ${ofTotal(party.available_g, offered_g, unit)} ${dropped ? "left after amounts too small to be useful" : "on offer"}${limited ? ", and what floors and caps left open was shared in that proportion" : ""}, so ${ofTotal(party.exact_floor_g, output.given_g, unit)}`,
    zh: `${dropped ? "除去过小的份额，" : ""}货池共${en(offered_g, unit, "zh")}，您有${zh(party.available_g, unit)}${limited ? "，保底和上限之外的部分按此比例分配" : ""}，所以${en(output.given_g, unit, "zh")}中您供${zh(party.exact_floor_g, unit)}`,
  };
}

function fefoText({ party, output, lot, unit }: Facts): Text {
  const date = lot.best_before;
  const first = {
    en: `The goods that expire first go first; yours ${date === undefined ? "carry no date and come last" : `are best before ${date}`}`,
    zh: `先到期的先出；您的货${date === undefined ? "没有保质期，排在最后" : `保质期到${date}`}`,
  };
  if (party.share_g === 0) {
    return {
      en: `${first.en}, and the ${en(output.given_g, unit)} were filled before your turn`,
      zh: `${first.zh}，${en(output.given_g, unit, "zh")}在轮到您之前已经配齐`,
    };
  }
  if (party.share_g === party.available_g) {
    return {
      en: `${first.en}, so your whole ${en(party.share_g, unit)} was taken`,
      zh: `${first.zh}，所以您的${zh(party.share_g, unit)}全部供出`,
    };
  }
  return {
    en: `${first.en}, so the last ${en(party.share_g, unit)} of the ${en(output.given_g, unit)} came from your ${en(party.available_g, unit)}`,
    zh: `${first.zh}，所以${en(output.given_g, unit, "zh")}中最后的${zh(party.share_g, unit)}由您供出（您有${zh(party.available_g, unit)}）`,
  };
}

function rotationText({ input, party, output, unit }: Facts): Text {
  const packs = input.pack_g === undefined ? { en: "", zh: "" } : { en: " (in whole packs)", zh: "（按整包计）" };
  return {
    en: `Who has sold least comes first: you had sold ${en(party.past_g, unit)}${packs.en} before, and everyone was brought up to ${en(output.level_g ?? 0, unit)}, so you give ${en(party.exact_floor_g, unit)}`,
    zh: `卖得少的先供：您此前已卖${zh(party.past_g, unit)}${packs.zh}，这次大家都补到${zh(output.level_g ?? 0, unit)}，所以您供${zh(party.exact_floor_g, unit)}`,
  };
}

function notYourTurn({ party, output, unit }: Facts): Text {
  if (output.given_g === 0) {
    return { en: `Nothing of this order was given out, so nothing of yours`, zh: `本单没有分配货物，您也没有供货` };
  }
  if (output.level_g === null) {
    return {
      en: `The ${en(output.given_g, unit)} were needed for the floors promised to other households`,
      zh: `${en(output.given_g, unit, "zh")}都用于其他农户的保底量`,
    };
  }
  return {
    en: `Who has sold least comes first: you had sold ${en(party.past_g, unit)} before, not less than the ${en(output.level_g, unit)} others were brought up to, so this was not your turn`,
    zh: `卖得少的先供：您此前已卖${zh(party.past_g, unit)}，不低于其他农户这次补到的${zh(output.level_g, unit)}，所以这次没有轮到您`,
  };
}

function floorText({ party, output, whole: { floors_g }, unit }: Facts): Text {
  if (floors_g > BigInt(output.given_g)) {
    return {
      en: `The promised floors are ${en(floors_g, unit)} together, more than the ${en(output.given_g, unit)}, so they were shared in proportion: your floor of ${en(party.floor_g, unit)} gives ${en(party.exact_floor_g, unit)}`,
      zh: `各户保底量共${en(floors_g, unit, "zh")}，超过${en(output.given_g, unit, "zh")}，因此按比例分配：您保底${zh(party.floor_g, unit)}，供${zh(party.exact_floor_g, unit)}`,
    };
  }
  return {
    en: `Your household is promised at least ${en(party.floor_g, unit)}, so you give ${en(party.share_g, unit)}`,
    zh: `您家保底${zh(party.floor_g, unit)}，所以供${zh(party.share_g, unit)}`,
  };
}

function wholeText({ party, unit }: Facts): Text {
  return {
    en: `Your share by the rule is at least what you had, so your whole ${en(party.available_g, unit)} was taken`,
    zh: `按规则您应供的不少于您所有的，所以您的${zh(party.available_g, unit)}全部供出`,
  };
}

function nothingOffered({ input, lot, unit }: Facts): Text {
  if (input.pack_g !== undefined && lot.available_g > 0) {
    return {
      en: `You had less than one whole pack of ${en(input.pack_g, unit)} left to offer`,
      zh: `您剩下的货不足一整包（${zh(input.pack_g, unit)}）`,
    };
  }
  return { en: `You had nothing left to offer`, zh: `您没有剩余的货可供` };
}

function roundingText({ input, party, whole, unit }: Facts): Text | null {
  if (party.remainder_ppm === 0 && !party.raised) return null;
  const pack = input.pack_g !== undefined;
  const rest = hundredths(party.remainder_ppm);
  const remainder = {
    en: pack ? `${rest} of a pack` : unit === "g" ? `${rest} g` : `${rest} of a piece`,
    zh: pack ? `${rest}包` : unit === "g" ? `${rest}克` : `${rest}个`,
  };
  const one = {
    en: pack ? `1 pack` : unit === "g" ? `1 g` : `1 piece`,
    zh: pack ? `1包` : unit === "g" ? `1克` : `1个`,
  };
  if (party.remainder_ppm === whole.drawn_ppm) {
    return party.raised
      ? {
          en: `; your remainder, ${remainder.en}, was equal to others', and the draw of this order gave you the ${one.en} that was left`,
          zh: `；您的余数${remainder.zh}与别户相同，按本单抽签加${one.zh}`,
        }
      : {
          en: `; your remainder, ${remainder.en}, was equal to others', and the draw of this order went to them, so nothing was added`,
          zh: `；您的余数${remainder.zh}与别户相同，按本单抽签由别户加，您不加`,
        };
  }
  return party.raised
    ? {
        en: `; ${one.en} was added because your remainder, ${remainder.en}, was among the largest`,
        zh: `；您的余数${remainder.zh}属于最大的几个，因此加${one.zh}`,
      }
    : {
        en: `; your remainder, ${remainder.en}, was not among the largest, so nothing was added`,
        zh: `；您的余数${remainder.zh}不属于最大的几个，因此不加`,
      };
}

function lotText({ output, party, lot_g, lots_of_party, unit }: Facts): Text | null {
  if (output.by === "lot" || lots_of_party < 2 || party.share_g === 0) return null;
  return {
    en: `; of your household's ${en(party.share_g, unit)} this lot gives ${en(lot_g, unit)}, as your lots that expire first give first`,
    zh: `；您家共供${zh(party.share_g, unit)}，先到期的批次先出，本批供${zh(lot_g, unit)}`,
  };
}

function joined(parts: readonly (Text | null)[]): Text {
  const texts = parts.filter((part) => part !== null);
  return { en: `${texts.map((text) => text.en).join("")}.`, zh: `${texts.map((text) => text.zh).join("")}。` };
}
