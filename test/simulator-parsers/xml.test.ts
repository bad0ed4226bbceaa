import { describe, expect, it } from 'vitest';
import { parseSource, SourceError } from '../../src/simulator/parsers/index.ts';

const indeed = (xml: string) => parseSource({ format: 'indeed_xml', xml });
const hr = (xml: string) => parseSource({ format: 'hr_xml', xml });
const job = (inner: string) => `<source><job>${inner}</job></source>`;

function issueOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof SourceError) return error.issues[0];
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('Indeed XML', () => {
  it('parses a feed of one job', () => {
    const { fields, lowConfidence, unmapped } = indeed(`<?xml version="1.0" encoding="utf-8"?>
<source>
  <publisher>Acme</publisher>
  <job>
    <title><![CDATA[Sort receipts]]></title>
    <date>Mon, 02 Nov 2026</date>
    <referencenumber><![CDATA[r-7]]></referencenumber>
    <company>Acme</company>
    <country>US, Canada</country>
    <language>English</language>
    <description><![CDATA[<p>Classify 2,000 receipts &amp; bills.</p><p>We need 2 annotators.</p>]]></description>
    <salary>$18 per hour</salary>
    <experience>Entry level</experience>
    <jobtype>part-time</jobtype>
    <category>Finance</category>
  </job>
</source>`);
    expect(fields).toMatchObject({
      jobTitle: 'Sort receipts',
      countries: ['US', 'CA'],
      languages: ['English'],
      jobDescription: 'Classify 2,000 receipts & bills.\n\nWe need 2 annotators.',
      paymentType: 'PAY_PER_HOUR',
      pricePerHour: 18,
      experienceLevel: 'ENTRY_LEVEL',
      timeRequirement: 'Part time',
      subjectMatter: 'Finance',
      headcount: 2,
      dataVolume: 2000,
    });
    expect(lowConfidence).toEqual(expect.arrayContaining(['subjectMatter', 'headcount', 'dataVolume']));
    expect(lowConfidence).not.toContain('pricePerHour');
    expect(unmapped.map(({ path }) => path)).toEqual([
      '/source/job/date',
      '/source/job/referencenumber',
      '/source/job/company',
    ]);
  });

  it.each([
    { name: 'euros', inner: '<salary>€18 per hour</salary>', path: '/source/job/salary' },
    { name: 'no amount', inner: '<salary>Good</salary>', path: '/source/job/salary' },
    { name: 'annual', inner: '<salary>$40,000 per year</salary>', path: '/source/job/salary' },
    { name: 'unknown element', inner: '<colour>red</colour>', path: '/source/job/colour' },
    { name: 'nested element', inner: '<a><b>red</b></a>', path: '/source/job/a/b' },
    { name: 'unknown country', inner: '<country>Atlantis</country>', path: '/source/job/country' },
    { name: 'a name of the prototype', inner: '<__proto__>x</__proto__>', path: '/source/job/__proto__' },
  ])('reports as unmapped: $name', ({ inner, path }) => {
    const { unmapped, fields } = indeed(job(inner));
    expect(unmapped.map((entry) => entry.path)).toEqual([path]);
    expect(fields).toEqual({});
  });

  it.each([
    {
      name: 'no job',
      xml: '<source><publisher/></source>',
      message: 'The feed holds 0 jobs; a draft is made of exactly one.',
    },
    {
      name: 'two jobs',
      xml: '<source><job/><job/></source>',
      message: 'The feed holds 2 jobs; a draft is made of exactly one.',
    },
    {
      name: 'another root',
      xml: '<jobs/>',
      message: 'Expected <source> or <job> as the root of the feed, got <jobs>.',
    },
  ])('refuses $name', ({ xml, message }) => {
    expect(issueOf(() => indeed(xml))).toMatchObject({ path: ['xml'], message, line: 1 });
  });
});

describe('HR-XML', () => {
  it('parses a PositionOpening in an envelope, with prefixes', () => {
    const { fields, lowConfidence, unmapped } =
      hr(`<h:ProcessPositionOpening xmlns:h="http://www.hr-xml.org/3">
  <h:DataArea><h:PositionOpening>
    <h:DocumentID>9</h:DocumentID>
    <h:Organization><h:CountryCode>DE</h:CountryCode></h:Organization>
    <h:PositionProfile>
      <h:PositionTitle>Transcriber</h:PositionTitle>
      <h:PositionFormattedDescription><h:Content><![CDATA[<b>Transcribe</b> calls.]]></h:Content></h:PositionFormattedDescription>
      <h:PositionLocation><h:CountryCode>KE</h:CountryCode></h:PositionLocation>
      <h:PositionCompetency name="Swahili"/>
      <h:PositionCompetency><h:CompetencyName>Juggling</h:CompetencyName></h:PositionCompetency>
      <h:RemunerationPackage><h:BasePay currencyCode="USD" baseInterval="Hourly">
        <h:BasePayAmountMin>10</h:BasePayAmountMin><h:BasePayAmountMax>12.50</h:BasePayAmountMax>
      </h:BasePay></h:RemunerationPackage>
      <h:NumberToFill>6</h:NumberToFill>
      <h:CareerLevel>Senior</h:CareerLevel>
      <h:PositionScheduleTypeCode>FullTime</h:PositionScheduleTypeCode>
    </h:PositionProfile>
  </h:PositionOpening></h:DataArea>
</h:ProcessPositionOpening>`);
    expect(fields).toMatchObject({
      jobTitle: 'Transcriber',
      jobDescription: 'Transcribe calls.',
      countries: ['KE'],
      languages: ['Swahili'],
      paymentType: 'PAY_PER_HOUR',
      pricePerHour: 10,
      headcount: 6,
      experienceLevel: 'EXPERT',
      timeRequirement: 'Full time',
    });
    expect(lowConfidence).toEqual(expect.arrayContaining(['pricePerHour', 'countries']));
    expect(unmapped.map(({ path }) => path.split('/').at(-1))).toEqual([
      'DocumentID',
      'CountryCode',
      'PositionCompetency',
    ]);
  });

  it('parses a JobPositionPosting of the first version', () => {
    const { fields } = hr(`<JobPositionPosting>
  <JobPositionInformation><JobPositionTitle>Box drawer</JobPositionTitle>
  <JobPositionDescription><SummaryText>Draw boxes.</SummaryText></JobPositionDescription></JobPositionInformation>
  <CompensationDescription><Pay><RatePerHour currency="USD">15.25</RatePerHour></Pay></CompensationDescription>
</JobPositionPosting>`);
    expect(fields).toMatchObject({
      jobTitle: 'Box drawer',
      jobDescription: 'Draw boxes.',
      paymentType: 'PAY_PER_HOUR',
      pricePerHour: 15.25,
    });
  });

  it.each([
    { name: 'no position', xml: '<a/>', count: 0 },
    { name: 'two positions', xml: '<a><PositionOpening/><PositionOpening/></a>', count: 2 },
  ])('refuses $name', ({ xml, count }) => {
    expect(issueOf(() => hr(xml))?.message).toMatch(new RegExp(`holds ${count} positions`));
  });
});

const LAUGHS = `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<source><job><title>&b;</title></job></source>`;

const malformed = [
  { name: 'missing', xml: '', message: /missing or empty/ },
  { name: 'no XML', xml: 'hello', message: /malformed/, line: 1, column: 5 },
  {
    name: 'wrong end tag',
    xml: '<source>\n  <job>\n  </jab>\n</source>',
    message: /malformed: unexpected close tag/,
    line: 3,
    column: 8,
  },
  { name: 'unclosed', xml: '<source>\n<job>', message: /malformed: unclosed tag/, line: 2, column: 5 },
  {
    name: 'attribute without quotes',
    xml: '<source>\n<job a=1/></source>',
    message: /malformed: unquoted attribute/,
    line: 2,
    column: 8,
  },
  {
    name: 'attribute twice',
    xml: '<source><job a="1" a="2"/></source>',
    message: /malformed: duplicate attribute/,
    line: 1,
  },
  {
    name: 'unbound prefix',
    xml: '<source>\n\n<x:job/></source>',
    message: /malformed: unbound namespace prefix/,
    line: 3,
  },
  {
    name: 'bare ampersand',
    xml: '<source><job><title>a & b</title></job></source>',
    message: /malformed/,
    line: 1,
  },
  {
    name: 'undeclared entity',
    xml: '<source><job>&nbsp;</job></source>',
    message: /malformed: undefined entity/,
    line: 1,
  },
  {
    name: 'two roots',
    xml: '<source/>\n<source/>',
    message: /malformed: documents may contain only one root/,
    line: 2,
  },
  {
    name: 'external entity',
    xml: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n<source><job><title>&x;</title></job></source>',
    message: /DOCTYPE/,
    line: 1,
  },
  { name: 'billion laughs', xml: LAUGHS, message: /DOCTYPE/, line: 1 },
  { name: 'plain DOCTYPE', xml: '<!DOCTYPE source>\n<source/>', message: /DOCTYPE/, line: 1 },
  {
    name: 'control character',
    xml: '<source><job>\u0001</job></source>',
    message: /malformed: disallowed character/,
    line: 1,
  },
  {
    name: 'too deep',
    xml: `${'<a>'.repeat(65)}${'</a>'.repeat(65)}`,
    message: /nested deeper than 64/,
    line: 1,
  },
  {
    name: 'too many elements',
    xml: `<a>${'<b/>'.repeat(20_000)}</a>`,
    message: /more than 20000 elements/,
    line: 1,
  },
  { name: 'too long', xml: `<a>${' '.repeat(1_000_000)}</a>`, message: /at most 1000000/ },
];

describe('malformed XML', () => {
  for (const format of ['indeed_xml', 'hr_xml'] as const)
    it.each(malformed)(`is refused with its place (${format}): $name`, ({ xml, message, line, column }) => {
      const issue = issueOf(() => parseSource({ format, xml }));
      expect(issue?.path).toEqual(['xml']);
      expect(issue?.message).toMatch(message);
      expect(issue?.line).toBe(line);
      if (column !== undefined) expect(issue?.column).toBe(column);
      if (line !== undefined) expect(issue?.column).toBeGreaterThan(0);
    });
});
