import { expect, it } from 'vitest';
import { type Diagnostic, presentDiagnostic, withoutSuperseded } from '../../src/provider/index.ts';

function diagnostic(more: Partial<Diagnostic>): Diagnostic {
  return { severity: 'error', code: 'x', summary: 'X', detail: '', origin: 'api', ...more };
}

it.each([
  ['opentrain_job.a', "Run `otform import 'opentrain_job.a' 7` for opentrain_job.a. opentrain_job.a waits."],
  [null, "Run `otform import 'ADDRESS' 7` for this resource. This resource waits."],
])('fills in the address %s', (address, detail) => {
  const told = diagnostic({ detail: "Run `{command} import '{address}' 7` for {address}. {address} waits." });
  expect(presentDiagnostic(told, { command: 'otform', address }).detail).toBe(detail);
});

it('gives a diagnostic of the whole run no single address', () => {
  const dead = diagnostic({ code: 'api-authentication', origin: 'environment' });
  expect(presentDiagnostic(dead, { command: 'otform', address: 'opentrain_job.a' }).address).toBeUndefined();
});

it('drops what another one at the same place makes superfluous, and nothing else', () => {
  const warning = diagnostic({ code: 'old', severity: 'warning', address: 'a', attribute: ['f'] });
  const elsewhere = { ...warning, address: 'b' };
  const error = diagnostic({ code: 'new', address: 'a', attribute: ['f'], supersedes: 'old' });
  expect(withoutSuperseded([warning, elsewhere, error])).toEqual([elsewhere, error]);
});
