import type { Capabilities } from '../../../api/api.ts';
import { IMPORT_FORMATS, type JobField } from '../../../contract/index.ts';
import { compareValues, goneKey, newKey } from './compare-updates.ts';
import type { Finding } from './finding.ts';

const AT = ['capabilities'];

/** Features without which a run of otform fails. */
const NEEDED_FLAGS: Readonly<Record<string, string>> = {
  draftCreate: 'jobs cannot be created',
  draftUpdate: 'drafts cannot be filled in',
  publish: 'jobs cannot be published, edited or closed',
};

/** What `GET /job-drafts/capabilities` serves against the contract. An empty list says nothing, so nothing follows. */
export function compareCapabilities(served: Capabilities, fields: readonly JobField[]): readonly Finding[] {
  const findings: Finding[] = [];
  if (served.updateKeys.length > 0) {
    const known = fields.map((field) => field.key);
    findings.push(
      ...known.filter((key) => !served.updateKeys.includes(key)).map((key) => goneKey(key, AT)),
      ...served.updateKeys.filter((key) => !known.includes(key)).map((key) => newKey(key, AT)),
    );
  }
  for (const [key, values] of Object.entries(served.enums)) {
    const field = fields.find((row) => row.key === key);
    if (values.length === 0) continue;
    if (field?.enumValues !== undefined) findings.push(...compareValues(key, field.enumValues, values, AT));
    else {
      const message = `has a list of ${values.length} values that otform did not know of; it is used`;
      findings.push({ effect: 'addition', kind: 'value', subject: key, message, at: AT });
    }
  }
  if (served.importFormats.length > 0) findings.push(...compareFormats(served.importFormats));
  for (const [flag, consequence] of Object.entries(NEEDED_FLAGS)) {
    if (served.flags[flag] !== false) continue;
    const message = `is switched off for this account: ${consequence}`;
    findings.push({ effect: 'differs', kind: 'feature', subject: flag, message, at: AT });
  }
  return findings;
}

function compareFormats(served: readonly string[]): readonly Finding[] {
  const known: readonly string[] = IMPORT_FORMATS;
  return [
    ...known
      .filter((format) => !served.includes(format))
      .map((subject): Finding => {
        const message = 'is gone: jobs with such a source cannot be created';
        return { effect: 'breaks', kind: 'format', subject, message, at: AT };
      }),
    ...served
      .filter((format) => !known.includes(format))
      .map((subject): Finding => {
        const message = 'is new: no source of otform uses it';
        return { effect: 'addition', kind: 'format', subject, message, at: AT };
      }),
  ];
}
