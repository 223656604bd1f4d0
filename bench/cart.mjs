/** Prices the cart on standard input so many times with the phone's own engine; of each the milliseconds
 *  of processor, so that who else works on the machine does not count. */
import { readFileSync } from "node:fs";
import { runnerImport } from "vite";

const { module } = await runnerImport("./src/pricing/rules.ts", { configFile: false });
const { lines, prices, units, rules, times } = JSON.parse(readFileSync(0, "utf8"));
const took = (run) => {
  const began = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
};
const measured = (run) => Array.from({ length: times }, () => took(run));
const priced = () => module.pricedCart(lines, prices, units, rules);
const found = priced();
console.log(
  JSON.stringify({
    gifts: found.gifts.length,
    total_fen: found.total_fen,
    priced: measured(priced),
    next: measured(() => module.nextSteps(lines, prices, units, rules)),
  }),
);
