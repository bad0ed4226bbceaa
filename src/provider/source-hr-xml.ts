import {
  type DeclaredBeside,
  lineAndColumn,
  missingPart,
  notOneJob,
  type SourceComplaint,
} from './source-complaint.ts';
import { type XmlNode, xmlNodes } from './source-xml-tree.ts';

/** Elements that are one position in HR-XML 1, 2 and 3; there are more dialects than these. */
const POSITION = /^(?:PositionOpening|JobPositionPosting|PositionPosting|StaffingOrder)$/;
const TITLE = /^(?:PositionTitle|JobPositionTitle|Title|JobTitle)$/;

/**
 * An HR-XML document should hold one position with a title, also inside an envelope. Which of the versions OpenTrain
 * reads is not documented [U], so an unknown root is a warning; two positions cannot be one draft [D].
 */
export function checkHrXml(
  root: XmlNode,
  text: string,
  declared: DeclaredBeside,
): readonly SourceComplaint[] {
  const at = (node: XmlNode) => lineAndColumn(text, node.offset);
  const positions = [...xmlNodes(root)].filter(({ name }) => POSITION.test(name));
  const [position, second] = positions;
  if (second !== undefined) {
    return [
      notOneJob(
        'Source Holds Several Positions',
        `source.hr_xml holds ${positions.length} positions, the second (<${second.name}>) at ${at(second)}. One job is made from one position: declare a job for each.`,
      ),
    ];
  }
  if (position === undefined) {
    return [
      {
        severity: 'warning',
        code: 'source-incomplete',
        summary: 'Source Holds No Known Position',
        detail:
          `source.hr_xml begins with <${root.name}> at ${at(root)} and holds no <PositionOpening> or <JobPositionPosting>. ` +
          'OpenTrain does not document which versions of HR-XML it reads.',
      },
    ];
  }
  if (declared.title) return [];
  const title = [...xmlNodes(position)].find(({ name }) => TITLE.test(name));
  if (title?.hasText === true) return [];
  const what = `The <${position.name}> of source.hr_xml has ${title === undefined ? 'no title' : `an empty <${title.name}>`}`;
  return [missingPart(what, at(title ?? position), 'job_title')];
}
