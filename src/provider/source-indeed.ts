import {
  type DeclaredBeside,
  lineAndColumn,
  missingPart,
  notOneJob,
  type SourceComplaint,
} from './source-complaint.ts';
import type { XmlNode } from './source-xml-tree.ts';

/**
 * An Indeed feed is `<source>` with `<job>` elements, here exactly one: one call makes one draft [D
 * job-drafts/create]. That title and description must be there is Indeed's requirement; OpenTrain's is unknown [U], as
 * is whether it takes a bare `<job>` [U].
 */
export function checkIndeed(
  root: XmlNode,
  text: string,
  declared: DeclaredBeside,
): readonly SourceComplaint[] {
  const at = (node: XmlNode) => lineAndColumn(text, node.offset);
  const complaints: SourceComplaint[] = [];
  const bare = root.name === 'job';
  if (!bare && root.name !== 'source') {
    return [
      notOneJob(
        'Source Is Not An Indeed Feed',
        `source.indeed_xml begins with <${root.name}> at ${at(root)}; an Indeed feed is <source> with one <job>.`,
      ),
    ];
  }
  if (bare) {
    complaints.push({
      severity: 'warning',
      code: 'source-incomplete',
      summary: 'Source Lacks A Part Of Its Format',
      detail: `source.indeed_xml is a <job> without the <source> around it at ${at(root)}. OpenTrain does not document whether it takes that.`,
    });
  }
  const jobs = bare ? [root] : root.children.filter(({ name }) => name === 'job');
  const [job, second] = jobs;
  if (job === undefined) {
    return [
      notOneJob(
        'Source Holds No Job',
        `The <source> of source.indeed_xml at ${at(root)} has no <job> in it.`,
      ),
    ];
  }
  if (second !== undefined) {
    return [
      notOneJob(
        'Source Holds Several Jobs',
        `source.indeed_xml holds ${jobs.length} jobs, the second at ${at(second)}. One job is made from one <job>: declare a job for each.`,
      ),
    ];
  }
  for (const key of ['title', 'description'] as const) {
    const element = job.children.find(({ name }) => name.toLowerCase() === key);
    if (declared[key] || element?.hasText === true) continue;
    const what = `The <job> of source.indeed_xml has ${element === undefined ? 'no' : 'an empty'} <${key}>`;
    complaints.push(missingPart(what, at(element ?? job), `job_${key}`));
  }
  return complaints;
}
