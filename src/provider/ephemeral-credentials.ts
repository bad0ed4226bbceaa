import type { EphemeralType } from './resource.ts';

/**
 * `opentrain_credentials`: the token and server that this provider works with, for other parts of a configuration that
 * take ephemeral values. It opens without a request and has nothing to close.
 */
export const credentialsEphemeral: EphemeralType = {
  typeName: 'opentrain_credentials',
  schema: {
    version: 0,
    description:
      'The token and the server that the provider uses, wherever they come from. Ephemeral: in no state and no plan ' +
      'file. For write-only arguments, provider blocks and provisioners of other tools.',
    attributes: {
      token: { type: 'string', computed: true, sensitive: true, description: 'API token in use.' },
      base_url: { type: 'string', computed: true, description: 'Origin of the API.' },
    },
  },
  async open(session) {
    const { token, baseUrl } = session.credentials();
    return { result: { token, base_url: baseUrl }, diagnostics: [] };
  },
};
