import { testRound } from "./rounds.ts";

testRound(2);
