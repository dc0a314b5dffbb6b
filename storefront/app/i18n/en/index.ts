import desk from "./desk.json";
import household from "./household.json";
import people from "./people.json";
import ledger from "./ledger.json";
import pool from "./pool.json";
import settlement from "./settlement.json";
import store from "./store";
import weighIn from "./weigh-in.json";

/** All texts, one file a room. */
export default { ...store, ...desk, ...weighIn, ...pool, ...ledger, ...settlement, ...household, ...people };
