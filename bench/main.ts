/**
 * `npm run bench [-- --short] [-- --without-terraform]`: every row in one run on one machine, processes in turn, medians. Prints a table and
 * writes bench/results.json and bench/results.svg. Fails on counts of requests only, never on time.
 */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { renderPlot } from './plot.ts';
import { ROOT } from './processes.ts';
import { type JobRows, jobRows, type Row, startupRows } from './rows.ts';
import { renderTable } from './table.ts';
import { hasTerraform, terraformRows } from './terraform-rows.ts';

const short = process.argv.includes('--short');
const rounds = short ? 1 : 5;

const started = await startupRows(short ? 3 : 7);
const thousand = await jobRows(1000, rounds, 0.6);
const rows: Row[] = [...started, thousand.floor, thousand.apply, thousand.plan, thousand.oneChange];
// Terraform's rows take longer than all others together: 1,000 applies of its own engine, several times.
if (process.argv.includes('--without-terraform'))
  process.stdout.write('The rows of terraform are left out.\n');
else if (hasTerraform) rows.push(...(await terraformRows(1000, rounds)));
else process.stdout.write('No terraform on the PATH: its rows are left out.\n');
const measured: { readonly rows: JobRows; readonly count: number }[] = [{ rows: thousand, count: 1000 }];
if (!short) {
  const tenThousand = await jobRows(10_000, rounds, 3);
  measured.push({ rows: tenThousand, count: 10_000 });
  const growth = tenThousand.apply.seconds / thousand.apply.seconds;
  const planGrowth = tenThousand.plan.seconds / thousand.plan.seconds;
  rows.push(tenThousand.floor, tenThousand.apply, tenThousand.plan, tenThousand.oneChange);
  for (const [name, ratio, of] of [
    ['apply 10,000 / apply 1,000', growth, tenThousand.apply],
    ['plan 10,000 / plan 1,000', planGrowth, tenThousand.plan],
  ] as const) {
    rows.push({
      ...of,
      name,
      against: '1,000',
      ratio,
      must: '≤ 11 ×',
      met: ratio <= 11,
      requests: null,
      peakMb: null,
    });
  }
}

process.stdout.write(`${renderTable(rows)}\n`);
if (!short) {
  const machine = { node: process.version, cores: cpus().length, rounds };
  await writeFile(join(ROOT, 'bench', 'results.json'), `${JSON.stringify({ machine, rows }, null, 2)}\n`);
  await writeFile(
    join(ROOT, 'bench', 'results.svg'),
    renderPlot(rows.filter((row) => row.against !== '1,000')),
  );
}
const wrong = measured.flatMap(({ rows: { plan, oneChange }, count }) => {
  const pages = Math.ceil(count / 100);
  return [
    ...(plan.requests === pages ? [] : [`no-op plan of ${count}: ${plan.requests} requests, not ${pages}`]),
    ...((oneChange.requests ?? 0) <= pages + 4
      ? []
      : [`one change in ${count}: ${oneChange.requests} requests`]),
  ];
});
for (const line of wrong) process.stderr.write(`${line}\n`);
process.exitCode = wrong.length > 0 ? 1 : 0;
