export * from './endpoints.ts';
export * from './enums.ts';
export * from './job-fields.ts';
export * from './limits.ts';
export * from './path-identity.ts';
export * from './provider-address.ts';
export * from './questions.ts';
export * from './scopes.ts';
