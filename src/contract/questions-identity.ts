import type { OpenQuestion } from './questions.ts';

const REGISTER = 'POST /api/agent/identity';
const CLAIM = 'POST /api/agent/identity/claim';
const POLL = 'POST /api/agent/oauth/token';
const ME = 'GET /auth/me';
const TOKENS = 'POST /tokens';

/** Open questions about registration, claim, tokens, scopes and errors. */
export const IDENTITY_QUESTIONS: readonly OpenQuestion[] = [
  {
    id: 'register-status',
    question: 'With which status do registration and claim start succeed?',
    mark: 'U',
    asked: 'identity 13.1',
    assumed: 'any 2xx is read as success',
    looks: [
      { what: 'success-statuses', at: REGISTER },
      { what: 'success-statuses', at: CLAIM },
    ],
  },
  {
    id: 'register-names',
    question: 'How long may agent_name and organization_name be?',
    mark: 'U',
    asked: 'identity 2',
    assumed: 'no limit is checked',
    looks: ['agent_name', 'organization_name'].map(
      (key) => ({ what: 'request', at: REGISTER, key, facets: ['maxLength'] }) as const,
    ),
  },
  {
    id: 'poll-statuses',
    question: 'Can the token endpoint answer anything but 200 and 400?',
    mark: 'U',
    asked: 'identity 13.2',
    assumed: '429 and 5xx are not taken for an end of the claim',
    looks: [{ what: 'error-statuses', at: POLL }],
  },
  {
    id: 'poll-errors',
    question: 'Which error words does the token endpoint know?',
    mark: 'U',
    asked: 'identity 13.2',
    assumed: 'the six documented ones; an unknown one ends the poll with its text',
    looks: [{ what: 'error-keys', at: POLL, status: 400, key: 'error' }],
  },
  {
    id: 'claimed-flag',
    question: 'How does auth/me show that an account is claimed?',
    mark: 'X',
    asked: 'identity 13.8',
    assumed: 'four places are read; without one the state counts as unknown',
    looks: [
      { what: 'answer-keys', at: ME, key: '' },
      { what: 'answer-keys', at: ME, key: 'account' },
    ],
  },
  {
    id: 'account-kinds',
    question: 'Which account kinds, user types and member roles are there?',
    mark: 'U',
    asked: 'identity 13.8',
    assumed: 'none of them is looked at',
    looks: ['account.kind', 'actor.userType', 'account.memberRole'].map(
      (key) => ({ what: 'answer', at: ME, key, facets: ['enum'] }) as const,
    ),
  },
  {
    id: 'token-cap',
    question: 'What does the 26th active token answer?',
    mark: 'U',
    asked: 'identity 13.10',
    assumed: '400 and 409 are both shown with the server’s words',
    looks: [{ what: 'statuses', at: TOKENS, statuses: [409] }],
  },
  {
    id: 'token-delete-repeat',
    question: 'What does revoking a revoked token answer?',
    mark: 'U',
    asked: 'identity 7.5',
    assumed: '404 counts as revoked',
    looks: [{ what: 'statuses', at: 'DELETE /tokens/{tokenId}', statuses: [204, 409, 410] }],
  },
  {
    id: 'token-states',
    question: 'How are the states of a token spelled?',
    mark: 'I',
    asked: 'identity 7.2',
    assumed: 'active, expired, revoked; an unknown one is shown as it comes',
    looks: [{ what: 'answer', at: 'GET /tokens', key: 'tokens[].status', facets: ['enum'] }],
  },
  {
    id: 'error-codes',
    question: 'Which error codes does the API have?',
    mark: 'I',
    asked: 'identity 13.11',
    assumed: 'the seven of the sister API; otform acts on the status and details.reason',
    looks: [{ what: 'error-keys', at: ME, status: 401, key: 'code' }],
  },
  {
    id: 'scope-details',
    question: 'What does a 403 say in its details?',
    mark: 'U',
    asked: 'identity 13.12',
    assumed: 'requiredScopes, featureKey and reason are each looked for',
    looks: [{ what: 'error-keys', at: 'POST /jobs/{jobId}/publish', status: 403, key: 'details' }],
  },
  {
    id: 'www-authenticate',
    question: 'Does a 401 carry WWW-Authenticate?',
    mark: 'U',
    asked: 'identity 13.15',
    assumed: 'not needed',
    looks: [{ what: 'headers', at: ME, status: 401, names: ['WWW-Authenticate'] }],
  },
  {
    id: 'milestones-claimed',
    question: 'Which scopes do milestone writes need?',
    mark: 'X',
    asked: 'identity 13.14',
    assumed: 'otform moves no money',
    looks: [{ what: 'scopes', at: 'POST /contracts/{contractId}/milestones' }],
  },
  {
    id: 'proposal-page-limit',
    question: 'What is the largest page of proposals, and of the updates feed?',
    mark: 'U',
    asked: 'identity 13.20',
    assumed: '100 proposals are asked for, and never more',
    looks: [
      {
        what: 'parameter',
        at: 'GET /jobs/{jobId}/proposals',
        name: 'limit',
        facets: ['maximum'],
      },
      { what: 'parameter', at: 'GET /updates', name: 'limit', facets: ['maximum'] },
    ],
  },
  {
    id: 'search-filters',
    question: 'How are the filters of the public search named?',
    mark: 'I',
    asked: 'jobs 7',
    assumed: 'otform does not search the marketplace',
    looks: [{ what: 'parameters', at: 'GET /jobs' }],
  },
];
