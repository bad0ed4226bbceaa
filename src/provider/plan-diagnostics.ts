import type { Diagnostic } from './diagnostics.ts';
import type { ObjectValue } from './values.ts';

function jobName(state: ObjectValue): string {
  const title = typeof state.job_title === 'string' ? ` “${state.job_title}”` : '';
  return `Job ${String(state.id)}${title}`;
}

/** A closed, archived or completed job: nothing is re-posted by itself. */
export function jobIsOver(prior: ObjectValue, notSent: readonly string[]): Diagnostic {
  const edits =
    notSent.length > 0
      ? ` Your changes to ${notSent.join(', ')} are not sent: such a job takes no edits.`
      : '';
  return {
    severity: 'warning',
    code: 'job-is-over',
    summary: `Job Is ${String(prior.status) === 'COMPLETED' ? 'Completed' : 'Archived'}`,
    detail:
      `${jobName(prior)} has status ${String(prior.status)} on OpenTrain and is not posted again by itself.${edits} ` +
      'To post a new job in its place run `{command} apply -replace={address}`; to stop managing it remove it from ' +
      'the program, or run `{command} state rm {address}`.',
    origin: 'api',
  };
}

/** A job with contracts or under review: field edits are refused before anything is sent. */
export function editNotPossible(prior: ObjectValue, attribute: string): Diagnostic {
  return {
    severity: 'error',
    code: 'edit-not-possible',
    summary: 'Job Cannot Be Edited In Its Status',
    detail:
      `${jobName(prior)} has status ${String(prior.status)}; OpenTrain takes edits only on a DRAFT or OPEN job. ` +
      `Nothing was sent. Undo the change to ${attribute}, add it to lifecycle.ignore_changes, or plan a new job with ` +
      '`{command} plan -replace={address}`.',
    origin: 'config',
    attribute: [attribute],
  };
}

/** There is no unpublish in the API; turning the wish off changes nothing remotely. */
export function publishCannotBeUndone(prior: ObjectValue): Diagnostic {
  return {
    severity: 'warning',
    code: 'publish-not-undone',
    summary: 'Publishing Cannot Be Undone',
    detail:
      `${jobName(prior)} is ${String(prior.status)} and stays so: OpenTrain has no way to unpublish a job. ` +
      'To take it off the marketplace close it by removing it from the program.',
    origin: 'config',
    attribute: ['publish'],
  };
}

/** First edit of a job that was imported while live: what it holds cannot be read, so all that is declared is sent. */
export function importedJobEdited(prior: ObjectValue, keys: readonly string[]): Diagnostic {
  return {
    severity: 'warning',
    code: 'imported-job-edited',
    summary: 'Imported Job Will Be Edited Live',
    detail:
      `${jobName(prior)} was imported, and OpenTrain does not show what its fields hold. Applying sends ` +
      `${keys.join(', ')} to the live job, which is moderated again even where nothing differs. To leave a field as ` +
      'it is, take it out of the program.',
    origin: 'config',
  };
}

/** A create with neither a source nor a title or description. */
export function nothingToDraftFrom(): Diagnostic {
  return {
    severity: 'error',
    code: 'nothing-to-draft-from',
    summary: 'Nothing To Draft The Job From',
    detail:
      'A new job needs a source, or a job_title or job_description to make the draft from. {address} has none of ' +
      'them. Nothing was sent.',
    origin: 'config',
    attribute: ['source'],
  };
}

/** An enum value that neither this version nor the server knows. */
export function enumNotAllowed(attribute: string, value: string, allowed: readonly string[]): Diagnostic {
  return {
    severity: 'error',
    code: 'enum-not-allowed',
    summary: 'Value Not Allowed',
    detail: `${attribute} is "${value}"; OpenTrain takes one of ${allowed.join(', ')}. Nothing was sent.`,
    origin: 'config',
    supersedes: 'enum-not-known',
    attribute: [attribute],
  };
}

/** A key of `extra_fields` that the server does not list. */
export function updateKeyNotAllowed(key: string, allowed: readonly string[]): Diagnostic {
  return {
    severity: 'error',
    code: 'update-key-not-allowed',
    summary: 'Unknown Update Key In Extra Fields',
    detail:
      `extra_fields names "${key}", which is not among the update keys that OpenTrain lists for this account: ` +
      `${allowed.join(', ')}. Nothing was sent. Run \`otform capabilities\` to see the list.`,
    origin: 'config',
    attribute: ['extra_fields'],
  };
}

/** Live jobs that look like the ones about to be created, while the state knows of none. */
export function lookalikeJob(title: string, id: string, status: string): Diagnostic {
  return {
    severity: 'error',
    code: 'lookalike-job',
    summary: 'A Job Like This Already Exists',
    detail:
      `The state is empty, and the account already has job ${id} (${status}) titled “${title}”. Creating {address} ` +
      'would post it a second time. Nothing was sent. If the state was lost, restore it or run ' +
      `\`{command} import '{address}' ${id}\`; if you want a second job, give it another title.`,
    origin: 'environment',
  };
}
