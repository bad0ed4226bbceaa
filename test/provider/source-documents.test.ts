import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkSourceDocument, MAX_DOCUMENT_CHARS } from '../../src/provider/source-documents.ts';
import { type JsonNode, parseJsonTree } from '../../src/provider/source-json-tree.ts';

type Name = Parameters<typeof checkSourceDocument>[0];

interface Row {
  readonly title: string;
  readonly name: Name;
  readonly text: string;
  readonly declared?: 'title' | 'description' | 'both';
  /** `severity code @ line:column`, in order; the place may be left out. */
  readonly complaints: readonly string[];
}

const POSTING = '{"@type":"JobPosting","title":"Cats","description":"Label cats."}';
const OPENING =
  '<PositionOpening xmlns="http://ns.hr-xml.org/2007-04-15">\n <PositionTitle>Cats</PositionTitle>\n</PositionOpening>';
const JOB = '<job><title>Cats</title><description><![CDATA[<p>Label.</p>]]></description></job>';

const rows: readonly Row[] = [
  { title: 'a posting', name: 'schema_org', text: POSTING, complaints: [] },
  {
    title: 'a posting in a list',
    name: 'schema_org',
    text: `[{"@type":"Thing"}, ${POSTING}]`,
    complaints: [],
  },
  {
    title: 'a posting in a graph',
    name: 'schema_org',
    text: `{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},${POSTING}]}`,
    complaints: [],
  },
  {
    title: 'a posting by its full name, title as a value object',
    name: 'schema_org',
    text: '{"@type":["https://schema.org/JobPosting"],"title":{"@value":"Cats"},"description":["Label."]}',
    complaints: [],
  },
  {
    title: 'a posting of another thing',
    name: 'schema_org',
    text: '{\n  "@type": "Recipe"\n}',
    complaints: ['error source-not-one-job @ 2:12'],
  },
  {
    title: 'JSON-LD without a type',
    name: 'schema_org',
    text: '\n {}',
    complaints: ['error source-not-one-job @ 2:2'],
  },
  {
    title: 'JSON-LD that is a text',
    name: 'schema_org',
    text: ' "x"',
    complaints: ['error source-not-one-job @ 1:2'],
  },
  {
    title: 'two postings',
    name: 'schema_org',
    text: `[${POSTING},\n ${POSTING}]`,
    complaints: ['error source-not-one-job @ 2:2'],
  },
  {
    title: 'a posting without a title and with an empty description',
    name: 'schema_org',
    text: '{\n "@graph": [\n  {"@type": "JobPosting",\n   "description": " "}]}',
    complaints: ['warning source-incomplete @ 3:3', 'warning source-incomplete @ 4:19'],
  },
  {
    title: 'a posting whose title the program declares',
    name: 'schema_org',
    text: '{"@type":"JobPosting","description":"Label."}',
    declared: 'title',
    complaints: [],
  },
  {
    title: 'of two members with one key the last',
    name: 'schema_org',
    text: '{"@type":"Recipe","@type":"JobPosting","title":"","title":"Cats","description":"x"}',
    complaints: [],
  },
  { title: 'a canonical job', name: 'canonical', text: '{"title":"Cats"}', complaints: [] },
  {
    title: 'a canonical job with update keys',
    name: 'canonical',
    text: '{"jobDescription":"Cats"}',
    complaints: [],
  },
  {
    title: 'a canonical list',
    name: 'canonical',
    text: '[]',
    complaints: ['error source-not-one-job @ 1:1'],
  },
  {
    title: 'a canonical job without title and description',
    name: 'canonical',
    text: '\n{"languages":["Spanish"]}',
    complaints: ['warning source-incomplete @ 2:1'],
  },
  {
    title: 'a canonical job with an empty title',
    name: 'canonical',
    text: '{\n "title": ""}',
    complaints: ['warning source-incomplete @ 2:11'],
  },
  {
    title: 'a canonical job whose description the program declares',
    name: 'canonical',
    text: '{}',
    declared: 'description',
    complaints: [],
  },
  {
    title: 'JSON with a fault',
    name: 'canonical',
    text: '{\n "title": oops\n}',
    complaints: ['error source-malformed @ 2:11'],
  },
  { title: 'a feed', name: 'indeed_xml', text: `<source>\n${JOB}</source>`, complaints: [] },
  {
    title: 'a bare job',
    name: 'indeed_xml',
    text: JOB,
    complaints: ['warning source-incomplete @ 1:1'],
  },
  {
    title: 'a feed of something else',
    name: 'indeed_xml',
    text: '<?xml version="1.0"?>\n<rss/>',
    complaints: ['error source-not-one-job @ 2:1'],
  },
  {
    title: 'a feed without a job',
    name: 'indeed_xml',
    text: '<source><publisher>x</publisher></source>',
    complaints: ['error source-not-one-job @ 1:1'],
  },
  {
    title: 'a feed with two jobs',
    name: 'indeed_xml',
    text: `<source>${JOB}\n  ${JOB}</source>`,
    complaints: ['error source-not-one-job @ 2:3'],
  },
  {
    title: 'a job without a title and with an empty description, after an attribute with a bracket',
    name: 'indeed_xml',
    text: '<source>\n <job a="&lt;b>"\n  b="c">\n  <description> </description>\n </job>\n</source>',
    complaints: ['warning source-incomplete @ 2:2', 'warning source-incomplete @ 4:3'],
  },
  {
    title: 'a job whose parts the program declares',
    name: 'indeed_xml',
    text: '<source><job/></source>',
    declared: 'both',
    complaints: [],
  },
  {
    title: 'XML that does not close',
    name: 'indeed_xml',
    text: '<source>\n<job></source>',
    complaints: ['error source-malformed @ 2:14'],
  },
  {
    title: 'an entity that nobody declared',
    name: 'indeed_xml',
    text: '<source>&x;</source>',
    complaints: ['error source-malformed'],
  },
  {
    title: 'XML with a document type',
    name: 'hr_xml',
    text: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    complaints: ['error source-malformed'],
  },
  {
    title: 'XML without an element',
    name: 'hr_xml',
    text: '<!-- nothing -->',
    complaints: ['error source-malformed'],
  },
  {
    title: 'XML nested without end',
    name: 'hr_xml',
    text: '<a>'.repeat(100_000),
    complaints: ['warning source-long', 'error source-malformed @ 1:769'],
  },
  { title: 'a position', name: 'hr_xml', text: OPENING, complaints: [] },
  {
    title: 'a position in an envelope, with prefixes',
    name: 'hr_xml',
    text: '<e:Envelope xmlns:e="e" xmlns:h="h"><h:JobPositionPosting><h:Head><h:JobPositionTitle>Cats</h:JobPositionTitle></h:Head></h:JobPositionPosting></e:Envelope>',
    complaints: [],
  },
  {
    title: 'two positions',
    name: 'hr_xml',
    text: '<All>\n<PositionOpening/>\n<PositionOpening/></All>',
    complaints: ['error source-not-one-job @ 3:1'],
  },
  {
    title: 'a version of HR-XML that is not known',
    name: 'hr_xml',
    text: '\n<Vacancy/>',
    complaints: ['warning source-incomplete @ 2:1'],
  },
  {
    title: 'a position without a title',
    name: 'hr_xml',
    text: '<PositionOpening>\n  <PositionTitle/></PositionOpening>',
    complaints: ['warning source-incomplete @ 2:3'],
  },
  { title: 'nothing', name: 'hr_xml', text: ' \n', complaints: ['error source-empty'] },
  {
    title: 'a long document',
    name: 'canonical',
    text: JSON.stringify({ title: 'x'.repeat(60_000) }),
    complaints: ['warning source-long'],
  },
  {
    title: 'a document beyond every bound, whatever is in it',
    name: 'indeed_xml',
    text: '<'.repeat(MAX_DOCUMENT_CHARS + 1),
    complaints: ['error source-too-long'],
  },
];

function declaredBeside(declared: Row['declared']) {
  return {
    title: declared === 'title' || declared === 'both',
    description: declared === 'description' || declared === 'both',
  };
}

describe('source documents', () => {
  it.each(rows)('$name: $title', ({ name, text, declared, complaints }) => {
    const found = checkSourceDocument(name, text, declaredBeside(declared));
    const shown = found.map(({ severity, code, detail }, index) => {
      const place = /line (\d+), column (\d+)/.exec(detail);
      const wanted = complaints[index]?.includes('@') === true;
      return `${severity} ${code}${wanted ? ` @ ${place?.[1]}:${place?.[2]}` : ''}`;
    });
    expect(shown).toEqual(complaints);
  });

  it('says of every warning that OpenTrain does not document the requirement', () => {
    const warnings = rows
      .flatMap(({ name, text, declared }) => checkSourceDocument(name, text, declaredBeside(declared)))
      .filter(({ severity }) => severity === 'warning');
    expect(warnings.length).toBeGreaterThan(5);
    for (const { detail } of warnings)
      expect(detail).toMatch(/OpenTrain does not document|documents no limit/);
  });

  it.each(['quickstart', 'portfolio'])('passes the documents of examples/%s', (example) => {
    const outdir = mkdtempSync(join(tmpdir(), 'otform-example-'));
    onTestFinished(() => rmSync(outdir, { recursive: true, force: true }));
    execFileSync(process.execPath, ['--conditions=otform-source', '--import', 'tsx', 'main.ts'], {
      cwd: fileURLToPath(new URL(`../../examples/${example}`, import.meta.url)),
      env: { ...process.env, CDKTF_OUTDIR: outdir },
    });
    const stack = JSON.parse(readFileSync(join(outdir, 'stacks', example, 'cdk.tf.json'), 'utf8'));
    const jobs: { source: Record<string, string> }[] = Object.values(stack.resource.opentrain_job);
    expect(jobs.length).toBeGreaterThan(0);
    for (const { source } of jobs) {
      for (const [name, text] of Object.entries(source)) {
        const found =
          name === 'text' ? [] : checkSourceDocument(name as Name, text, declaredBeside(undefined));
        expect({ name, found }).toEqual({ name, found: [] });
      }
    }
  });
});

function plain(node: JsonNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return node.items.map(plain);
  return Object.fromEntries([...node.members].map(([key, value]) => [key, plain(value)]));
}

it('reads JSON as JSON.parse does, and every place is where the value begins', () => {
  const texts = fc
    .tuple(fc.jsonValue(), fc.nat(3))
    .map(([value, space]) => JSON.stringify(value, null, space));
  fc.assert(
    fc.property(texts, (text) => {
      const tree = parseJsonTree(text);
      expect(JSON.stringify(plain(tree))).toBe(JSON.stringify(JSON.parse(text)));
      const check = (node: JsonNode): void => {
        const begins = text.slice(node.offset);
        if (node.kind === 'scalar') expect(begins.startsWith(JSON.stringify(node.value))).toBe(true);
        else expect(begins[0]).toBe(node.kind === 'array' ? '[' : '{');
        if (node.kind === 'array') node.items.forEach(check);
        if (node.kind === 'object') for (const member of node.members.values()) check(member);
      };
      check(tree);
    }),
  );
});
