/** A text from which the simulator's parser reads nearly all that a publish asks for. */
export const TEXT =
  'We need 3 AI trainers to label 10,000 product images into 12 categories. Pay per label, around $0.05 each. ' +
  'English required, prior image annotation experience preferred. Two-week project.';

/** What the text leaves open. */
export const READY = `experience_level = "INTERMEDIATE"
  data_volume      = 10000
  data_volume_unit = "NUMBER_OF_FILES"`;

export const SOURCE = `source = { text = ${JSON.stringify(TEXT)} }`;

/** Body of a job that can be published, under a title of its own. */
export function complete(title: string, more = ''): string {
  return `job_title = ${JSON.stringify(title)}
  ${SOURCE}
  ${READY}
  ${more}`;
}

export function job(name: string, body: string): string {
  return `resource "opentrain_job" "${name}" {\n  ${body}\n}\n`;
}
