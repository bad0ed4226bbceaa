import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { fakeIo, folder, programFiles } from './fake-io.ts';

describe('running the program', () => {
  it('hands over folder and context, keeps stdout clean and lists the stacks', async () => {
    const dir = folder(
      programFiles(
        { jobs: {}, more: {} },
        `console.log('said ' + JSON.parse(process.env.CDKTF_CONTEXT_JSON).stage);
         console.error('and ' + process.cwd());`,
      ),
    );
    const { io, out, err } = fakeIo(dir);
    expect(await run(['synth'], io)).toBe(0);
    expect(out()).toContain(`jobs  ${join(dir, 'cdktf.out', 'stacks', 'jobs', 'cdk.tf.json')}`);
    expect(out()).not.toContain('said');
    expect(err()).toContain('said test');
    expect(err()).toContain(`and ${dir}`);
  });

  it('takes the program from --app and the stacks from JSON', async () => {
    const dir = folder(programFiles({ jobs: {} }));
    const { io, out } = fakeIo(dir);
    expect(await run(['synth', '--json', '--app', 'node ./app.mjs'], io)).toBe(0);
    expect(JSON.parse(out()).stacks).toMatchObject([{ name: 'jobs', dependencies: [] }]);
  });

  it('fails with the error annotations of constructs, all of them', async () => {
    const dir = folder(
      programFiles(
        { jobs: {} },
        `manifest.stacks.jobs.annotations = [
           { constructPath: 'jobs/a', level: '@cdktf/error', message: 'two prices', stacktrace: ['at main.ts:7:3'] },
           { constructPath: 'jobs/b', level: '@cdktf/error', message: 'no title' },
           { constructPath: 'jobs/c', level: '@cdktf/info', message: 'never mind' },
         ];`,
      ),
    );
    const { io, err } = fakeIo(dir);
    expect(await run(['synth'], io)).toBe(1);
    expect(err()).toContain('jobs/a: two prices');
    expect(err()).toContain('main.ts:7:3');
    expect(err()).toContain('jobs/b: no title');
    expect(err()).not.toContain('never mind');
  });

  it('shows the error of a program that throws, where, and that nothing was changed', async () => {
    const dir = folder({
      'cdktf.json': '{"app":"node app.mjs"}',
      'app.mjs': "const price = 1;\nthrow new Error('two prices for one job');\n",
    });
    const { io, err } = fakeIo(dir);
    expect(await run(['synth'], io)).toBe(1);
    expect(err()).toContain('Error: The Program Failed');
    expect(err()).toContain('ended with exit code 1 at ');
    expect(err()).toContain('app.mjs:2');
    expect(err()).toContain('two prices for one job');
    expect(err()).toContain('Nothing was changed.');
  });

  it('does not take the stacks of an earlier run for those of this one', async () => {
    const dir = folder(programFiles({ jobs: {} }));
    expect(await run(['synth'], fakeIo(dir).io)).toBe(0);
    const { io, err } = fakeIo(dir);
    expect(await run(['synth', '--app', 'node -e 0'], io)).toBe(1);
    expect(err()).toContain('The Program Wrote No Stacks');
  });

  it('stops the program and all it started on an interrupt', async () => {
    const dir = folder({ 'cdktf.json': '{"app":"node app.mjs"}', 'app.mjs': '' });
    writeFileSync(
      join(dir, 'app.mjs'),
      `import { writeFileSync } from 'node:fs';
       process.on('SIGTERM', () => { writeFileSync('stopped', ''); process.exit(0); });
       setInterval(() => {}, 1000);
       process.stdout.write('ready');
       writeFileSync('started', '');`,
    );
    const fake = fakeIo(dir);
    const running = run(['synth'], fake.io);
    while (!existsSync(join(dir, 'started'))) await new Promise((resolve) => setImmediate(resolve));
    fake.signals.emit('SIGINT');
    expect(await running).toBe(130);
    expect(existsSync(join(dir, 'stopped'))).toBe(true);
    expect(fake.err()).toContain('Interrupt received');
  });
});

interface WrongInput {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly words: readonly string[];
  readonly says: readonly string[];
}

const WRONG: readonly WrongInput[] = [
  { name: 'no cdktf.json', files: {}, words: ['synth'], says: ['No cdktf.json Here', 'otform init'] },
  {
    name: 'cdktf.json that is not JSON',
    files: { 'cdktf.json': '{\n  "app": "x",\n}\n' },
    words: ['synth'],
    says: ['Invalid cdktf.json', 'line 3, column 1'],
  },
  {
    name: 'cdktf.json that ends too early',
    files: { 'cdktf.json': '{\n  "app": "x"' },
    words: ['synth'],
    says: ['Invalid cdktf.json', 'line 2'],
  },
  {
    name: 'cdktf.json with a list',
    files: { 'cdktf.json': '[]' },
    words: ['synth'],
    says: ['one JSON object'],
  },
  {
    name: 'cdktf.json without app',
    files: { 'cdktf.json': '{"language":"python"}' },
    words: ['synth'],
    says: ['cdktf.json Names No Program', '"app"'],
  },
  {
    name: 'app that is no text',
    files: { 'cdktf.json': '{"app":["node"]}' },
    words: ['synth'],
    says: ['"app" must be a text that is not empty, not a list.'],
  },
  {
    name: 'command that does not exist',
    files: { 'cdktf.json': '{"app":"no-such-command-here"}' },
    words: ['synth'],
    says: ['The Program Failed', 'exit code 127', 'no-such-command-here'],
  },
  {
    name: 'stack name that climbs',
    files: programFiles({ jobs: {} }, "manifest.stacks['../evil'] = manifest.stacks.jobs;"),
    words: ['synth'],
    says: ['Stack Name Not Allowed', '../evil'],
  },
  {
    name: 'stack file outside the folder',
    files: programFiles({ jobs: {} }, "manifest.stacks.jobs.synthesizedStackPath = '../../etc/passwd';"),
    words: ['synth'],
    says: ['Stack File Outside the Output Folder'],
  },
  {
    name: 'stack file missing',
    files: programFiles({ jobs: {} }, "manifest.stacks.jobs.synthesizedStackPath = 'stacks/none.json';"),
    words: ['synth'],
    says: ['Stack File Missing'],
  },
  {
    name: 'folder without a manifest',
    files: {},
    words: ['plan', '--synthesized', 'nowhere'],
    says: ['No Synthesised Stacks Found', 'otform synth'],
  },
  {
    name: 'several stacks and no name',
    files: programFiles({ jobs: {}, more: {} }),
    words: ['plan'],
    says: ['Which Stack?', 'otform plan jobs', 'otform plan more'],
  },
  {
    name: 'unknown stack',
    files: programFiles({ jobs: {}, more: {} }),
    words: ['plan', 'other'],
    says: ['No Such Stack', 'otform plan more'],
  },
  {
    name: 'pattern that fits several stacks',
    files: programFiles({ 'jobs-a': {}, 'jobs-b': {} }),
    words: ['plan', 'jobs-*'],
    says: ['"jobs-*" fits 2 stacks'],
  },
  {
    name: 'apply without anyone to approve',
    files: programFiles({ jobs: {} }),
    words: ['apply'],
    says: ['Approval Needed', 'otform apply -auto-approve'],
  },
  {
    name: 'apply -json without approval',
    files: programFiles({ jobs: {} }),
    words: ['destroy', '-json'],
    says: ['otform destroy -json -auto-approve'],
  },
  { name: 'folder of -chdir missing', files: {}, words: ['-chdir=no', 'plan'], says: ['No Such Folder'] },
  {
    name: 'variable without a value',
    files: {},
    words: ['plan', '-var', 'x'],
    says: ['-var takes NAME=VALUE'],
  },
  {
    name: 'modes that exclude each other',
    files: {},
    words: ['plan', '-destroy', '-refresh-only'],
    says: ['exclude each other'],
  },
  {
    name: 'two servers',
    files: programFiles({ jobs: {} }),
    words: ['plan', '--simulator', '--base-url=http://127.0.0.1:1'],
    says: ['Two Servers Given'],
  },
];

describe('wrong input', () => {
  it.each(WRONG)('$name', async ({ files, words, says }) => {
    const dir = folder(files);
    const fake = fakeIo(dir);
    expect(await run(words, fake.io)).toBe(1);
    const text = fake.err() + fake.out();
    for (const part of says) expect(text).toContain(part);
    const written = readdirSync(dir).filter((name) => !(name in files) && name !== 'cdktf.out');
    expect(written).toEqual([]);
  });
});

describe('init', () => {
  it('writes a project and refuses to write over one', async () => {
    const dir = folder();
    const first = fakeIo(dir);
    expect(await run(['init', 'My Jobs'], first.io)).toBe(0);
    expect(readdirSync(join(dir, 'My Jobs')).sort()).toEqual([
      '.gitignore',
      'README.md',
      'cdktf.json',
      'main.ts',
      'package.json',
      'tsconfig.json',
    ]);
    const second = fakeIo(dir);
    expect(await run(['init', 'My Jobs'], second.io)).toBe(1);
    expect(second.err()).toContain('There Is a Project Here Already');
  });

  it('leaves an existing package.json as it is and writes nothing when the program exists', async () => {
    const kept = folder({ 'package.json': '{}' });
    const first = fakeIo(kept);
    expect(await run(['init'], first.io)).toBe(0);
    expect(first.out()).toContain('Left as they were: package.json');
    const taken = folder({ 'main.ts': 'mine' });
    expect(await run(['init'], fakeIo(taken).io)).toBe(1);
    expect(readdirSync(taken)).toEqual(['main.ts']);
    mkdirSync(join(taken, 'sub'));
    expect(await run(['-chdir=sub', 'init'], fakeIo(taken).io)).toBe(0);
    expect(existsSync(join(taken, 'sub', 'main.ts'))).toBe(true);
  });
});
