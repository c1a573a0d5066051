import { testRound } from "./rounds.ts";

testRound(0);
