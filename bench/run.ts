import { cpus, loadavg, totalmem } from 'node:os';
import { benchBundles } from './bundles.ts';
import { benchCalls } from './calls.ts';
import { benchCosts } from './costs.ts';
import { benchHttp } from './http.ts';
import { benchStart } from './memory.ts';
import { benchReports } from './reports.ts';

/** `npm run bench`, or `npm run bench -- calls` for one part. Figures in the documentation come from here. */
const parts: Record<string, () => Promise<unknown>> = {
  calls: benchCalls,
  costs: benchCosts,
  bundles: benchBundles,
  http: benchHttp,
  start: benchStart,
  reports: benchReports,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !parts[name]);
if (unknown.length > 0) {
  process.stderr.write(
    `There is no part ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.\n`,
  );
  process.exit(2);
}
const [cpu] = cpus();
process.stdout.write(
  `${cpus().length} x ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}\n`,
);
for (const [name, part] of Object.entries(parts))
  if (wanted.length === 0 || wanted.includes(name)) await part();
