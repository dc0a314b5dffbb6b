import type { City } from "./places.server";

/** What the address fields are drawn from: the server says which places there are to choose from. */
export interface AddressForm {
  /** By the name of the field. */
  readonly values: Readonly<Record<string, string>>;
  /** Of the province in `values`. */
  readonly cities: readonly City[];
  /** Sent without script to see the next choice: that is where to go on. */
  readonly next: boolean;
  /** Another one for each answer to the form. Empty as it begins. */
  readonly answer: string;
}
