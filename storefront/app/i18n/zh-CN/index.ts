import desk from "./desk.json";
import intake from "./intake.json";
import household from "./household.json";
import people from "./people.json";
import pool from "./pool.json";
import settlement from "./settlement.json";
import store from "./store";
import weighIn from "./weigh-in.json";

/** All texts, one file a room. */
export default { ...store, ...desk, ...weighIn, ...intake, ...pool, ...settlement, ...household, ...people };
