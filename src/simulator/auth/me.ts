import { notFound } from '../http/errors.ts';
import { callerOf, type Handler, type Route } from '../http/route.ts';

/** `GET /auth/me` [D]; whether it tells the claim state is a switch [X]. */
const me: Handler = (world, request) => {
  const { account, token } = callerOf(request);
  if (!world.store.tables.accounts.has(account.id)) throw notFound('User not found.');
  const fullName = [account.firstName, account.lastName].filter((part) => part !== null).join(' ');
  return {
    status: 200,
    body: {
      actor: {
        userId: account.userId,
        email: account.email,
        firstName: account.firstName,
        lastName: account.lastName,
        fullName: fullName === '' ? account.agentName : fullName,
        userType: 'EMPLOYER',
      },
      token: { id: token.id, label: token.name, scopes: token.scopes, ownerOrganizationId: null },
      account: {
        kind: 'employer_organization',
        organizationId: account.organizationId,
        ownerUserId: account.userId,
        memberRole: 'OWNER',
        ...(world.dialect.meClaimed === 'present' ? { claimed: account.claimed } : {}),
      },
    },
  };
};

export const meRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/api/public/v1/auth/me', access: { kind: 'token' }, handler: me },
];
