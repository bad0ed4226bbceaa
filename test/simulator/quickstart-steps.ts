/** One step of the quickstart page as a shell command; `$HOST` is the API's origin. */
export interface QuickstartStep {
  readonly name: string;
  /** Arguments of `curl`, as documented; `$NAME` is replaced. */
  readonly args: readonly string[];
}

const TOKEN = ['-H', 'Authorization: Bearer $OT_API_TOKEN'];
const JSON_BODY = ['-H', 'Content-Type: application/json'];

/** The commands of the page "Quickstart: HTTP API", in order. Source: quickstart-http [D]. */
export const STEPS = {
  register: {
    name: 'step 1: register an agent account',
    args: [
      '-s',
      '-X',
      'POST',
      '$HOST/api/agent/identity',
      ...JSON_BODY,
      '-d',
      '{\n    "identity_type": "anonymous",\n    "agent_name": "Acme Data Agent",\n    "organization_name": "Acme AI"\n  }',
    ],
  },
  me: { name: 'step 2: who am I', args: ['-s', '$HOST/api/public/v1/auth/me', ...TOKEN] },
  capabilities: {
    name: 'step 2: what can I do',
    args: ['-s', '$HOST/api/public/v1/job-drafts/capabilities', ...TOKEN],
  },
  draft: {
    name: 'step 3: draft from plain English',
    args: [
      '-s',
      '-X',
      'POST',
      '$HOST/api/public/v1/job-drafts',
      ...TOKEN,
      ...JSON_BODY,
      '-d',
      '{\n    "source": {\n      "type": "text",\n      "text": "We need 3 AI trainers to label 10,000 product images into 12 categories. Pay per label, around $0.05 each. English required, prior image annotation experience preferred. Two-week project."\n    }\n  }',
    ],
  },
  patch: {
    name: 'step 4: answer the prompts',
    args: [
      '-s',
      '-X',
      'PATCH',
      '$HOST/api/public/v1/job-drafts/$JOB_ID',
      ...TOKEN,
      ...JSON_BODY,
      '-d',
      '{\n    "experienceLevel": "INTERMEDIATE",\n    "dataVolume": 10000,\n    "dataVolumeUnit": "NUMBER_OF_FILES"\n  }',
    ],
  },
  publish: {
    name: 'step 5: publish',
    args: ['-s', '-X', 'POST', '$HOST/api/public/v1/jobs/$JOB_ID/publish', ...TOKEN],
  },
  proposals: {
    name: 'step 5: list proposals',
    args: ['-s', '$HOST/api/public/v1/jobs/$JOB_ID/proposals', ...TOKEN],
  },
  claim: {
    name: 'step 6: start the claim',
    args: [
      '-s',
      '-X',
      'POST',
      '$HOST/api/agent/identity/claim',
      ...JSON_BODY,
      '-d',
      '{ "claim_token": "$OT_CLAIM_TOKEN", "email": "owner@example.com" }',
    ],
  },
  poll: {
    name: 'step 6: poll for the new token',
    args: [
      '-s',
      '-X',
      'POST',
      '$HOST/api/agent/oauth/token',
      '-H',
      'Content-Type: application/x-www-form-urlencoded',
      '--data-urlencode',
      'grant_type=urn:opentrain:agent-auth:grant-type:claim',
      '--data-urlencode',
      'claim_token=$OT_CLAIM_TOKEN',
    ],
  },
} as const satisfies Record<string, QuickstartStep>;

export type StepName = keyof typeof STEPS;
