import { Simulator } from '../../src/simulator/index.ts';

/** A simulator in a process of its own, to be killed: `node --import tsx serve.ts DATA_DIR`. */
const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error('usage: serve.ts DATA_DIR');
const { url, token } = await Simulator.start({ dataDir });
process.stdout.write(`${JSON.stringify({ url, token })}\n`);
